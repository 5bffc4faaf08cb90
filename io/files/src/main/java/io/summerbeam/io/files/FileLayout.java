package io.summerbeam.io.files;

import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.SchemaInference;
import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** How records of a format follow each other in a file. */
interface FileLayout extends Serializable {

  /** The name of the format. */
  String formatName();

  /** The end of the names of files, without a dot. */
  String suffix();

  /** Whether a file begins with a record that is about the others. */
  boolean hasHeader();

  /** Whether a reader may start in the middle of a file. */
  boolean isSplittable();

  /** What finds the end of a record; not shared by readers. */
  RecordEnd recordEnd();

  /** Whether a line of nothing but this is a blank one. */
  boolean isBlank(byte b);

  /**
   * A decoder of the records of one file.
   *
   * @param header the file's header; null where files have none
   */
  RowDecoder decoder(Schema schema, byte @Nullable [] header);

  RowEncoder encoder(Schema schema);

  /** What finds the schema of records. */
  SchemaInference inference();

  /** The header of files of a schema; null where files have none. */
  byte @Nullable [] header(Schema schema);
}
