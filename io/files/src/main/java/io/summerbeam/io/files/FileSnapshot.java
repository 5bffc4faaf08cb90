package io.summerbeam.io.files;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.sdk.source.Provenance;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.CompressedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * Reads files of JSON lines or CSV whole, again and again: a table that each worker holds.
 *
 * <pre>{@code
 * FileSnapshot airports =
 *     FileSnapshot.of("tables/airports.csv").withFormat(CsvFormat.of()).withSchema(airport);
 * flights.apply(Enrich.fromSnapshot(airports, Duration.ofMinutes(5)).on("origin", "iata"));
 * }</pre>
 *
 * <p><b>Files and records</b> are those of {@link ReadFileRows}, on any file system that Beam
 * knows; the pattern is matched anew each time. The rows have no provenance. No order.
 *
 * <p><b>Changing a file.</b> It is read from start to end, not at one moment: write another file
 * and move it to the name, which replaces all of it at once.
 *
 * <p><b>Memory.</b> A block of 32 KiB, or one record where it is longer, besides what becomes of
 * the rows.
 *
 * <p><b>Errors.</b> A table is taken whole or not at all: a record that is malformed or too long is
 * a permanent error with its place, and so are a header without a column of the schema and a
 * pattern that matches no file. A file that cannot be read to its end is a retryable error: it may
 * be written just now.
 */
@AutoValue
public abstract class FileSnapshot implements SnapshotLoader {

  private static final long serialVersionUID = 1;

  private static final int LARGEST_MAX_RECORD_BYTES = 1 << 30;

  /**
   * A snapshot of the files that a pattern matches, as JSON lines unless another format is given.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static FileSnapshot of(String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(
          "FileSnapshot.of() must be given a path or a pattern, but was: ''");
    }
    return new AutoValue_FileSnapshot.Builder()
        .setPattern(pattern)
        .setLayout(new JsonLines(JsonFormat.of()))
        .setSchema(Schema.builder().build())
        .setMaxRecordBytes(ReadFileRows.DEFAULT_MAX_RECORD_BYTES)
        .build();
  }

  /**
   * The fields to read; other keys and columns are ignored. Required.
   *
   * @throws IllegalArgumentException if it has no fields, or the reserved field of the provenance
   */
  public FileSnapshot withSchema(Schema schema) {
    if (schema.getFieldCount() == 0) {
      throw new IllegalArgumentException("withSchema() must be given a schema with fields.");
    }
    Provenance.addTo(schema);
    return toBuilder().setSchema(schema).build();
  }

  /** One JSON object a line. The default. */
  public FileSnapshot withFormat(JsonFormat format) {
    return toBuilder().setLayout(new JsonLines(format)).build();
  }

  /** CSV with a header. Default: JSON lines. */
  public FileSnapshot withFormat(CsvFormat format) {
    return toBuilder().setLayout(new CsvFiles(format)).build();
  }

  /**
   * How many bytes a record may have, its line end not counted. Default: 64 MiB.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1 GiB
   */
  public FileSnapshot withMaxRecordBytes(int maxRecordBytes) {
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "withMaxRecordBytes() must be between 1 and "
              + LARGEST_MAX_RECORD_BYTES
              + ", but was: "
              + maxRecordBytes);
    }
    return toBuilder().setMaxRecordBytes(maxRecordBytes).build();
  }

  abstract String pattern();

  abstract FileLayout layout();

  @Override
  public abstract Schema schema();

  abstract int maxRecordBytes();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setPattern(String pattern);

    abstract Builder setLayout(FileLayout layout);

    abstract Builder setSchema(Schema schema);

    abstract Builder setMaxRecordBytes(int maxRecordBytes);

    abstract FileSnapshot build();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the schema was not given
   */
  @Override
  public void load(Consumer<Row> rows) throws LookupException {
    if (schema().getFieldCount() == 0) {
      throw new IllegalStateException(
          where() + ": there is no schema. Give one with withSchema().");
    }
    RecordFileSource source =
        new RecordFileSource(
            pattern(),
            layout(),
            schema(),
            maxRecordBytes(),
            RecordFileSource.BLOCK_BYTES,
            RecordFileSource.MIN_BUNDLE_BYTES);
    try (BoundedReader<RecordBlock> reader =
        CompressedSource.from(source).createReader(PipelineOptionsFactory.create())) {
      RowDecoder decoder = null;
      byte[] header = null;
      for (boolean more = next(reader::start); more; more = next(reader::advance)) {
        RecordBlock block = reader.getCurrent();
        if (decoder == null || !Arrays.equals(block.header(), header)) {
          header = block.header();
          decoder = layout().decoder(schema(), header);
        }
        for (RawRecord record : block.records()) {
          rows.accept(decode(record, block.file(), decoder));
        }
      }
    } catch (FileNotFoundException e) {
      throw LookupException.permanent(where() + ": no file matches, or it may not be read.", e);
    } catch (IOException e) {
      throw LookupException.retryable(where() + ": " + e.getMessage(), e);
    }
  }

  /** One more block, and with the first of a file its header. */
  private boolean next(Step step) throws IOException, LookupException {
    try {
      return step.run();
    } catch (IllegalArgumentException e) {
      throw LookupException.permanent(where() + ": " + e.getMessage(), null);
    }
  }

  private interface Step {
    boolean run() throws IOException;
  }

  private Row decode(RawRecord record, String file, RowDecoder decoder) throws LookupException {
    byte[] bytes = record.bytes();
    if (bytes == null) {
      throw malformed(record, file, "the record is longer than " + maxRecordBytes() + " bytes");
    }
    try {
      return decoder.decode(bytes);
    } catch (MalformedException e) {
      // Without the cause, whose message may quote the record.
      throw malformed(record, file, String.valueOf(e.getMessage()));
    }
  }

  private static LookupException malformed(RawRecord record, String file, String why) {
    Long line = record.line();
    return LookupException.permanent(
        "FileSnapshot "
            + file
            + (line == null ? ", byte " + record.offset() : ", line " + line)
            + ": "
            + why
            + ".",
        null);
  }

  private String where() {
    return "FileSnapshot " + pattern();
  }
}
