package io.summerbeam.io.files;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.CsvRecordEnd;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.SchemaInference;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header. A file is read from its start: whether a line feed stands in quotes cannot be
 * told from the middle.
 */
record CsvFiles(CsvFormat format) implements FileLayout {

  @Override
  public String formatName() {
    return format.name();
  }

  @Override
  public String suffix() {
    return "csv";
  }

  @Override
  public boolean hasHeader() {
    return true;
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public RecordEnd recordEnd() {
    return new QuotedEnd(new CsvRecordEnd(format.delimiter()));
  }

  // Delimiters alone are a record of empty columns, tabs too.
  @Override
  public boolean isBlank(byte b) {
    return b != format.delimiter() && WhiteSpace.contains(b);
  }

  @Override
  public RowDecoder decoder(Schema schema, byte @Nullable [] header) {
    return header == null ? format.decoder(schema) : format.decoder(schema, header);
  }

  @Override
  public RowEncoder encoder(Schema schema) {
    return format.encoder(schema);
  }

  @Override
  public SchemaInference inference() {
    return format.inference();
  }

  @Override
  public byte @Nullable [] header(Schema schema) {
    return format.header(schema);
  }

  /** A line feed outside of quotes. */
  private record QuotedEnd(CsvRecordEnd end) implements RecordEnd {

    @Override
    public void reset() {
      end.reset();
    }

    @Override
    public int find(byte[] bytes, int from, int to) {
      int i = from;
      while (i < to && !end.isEnd(bytes[i])) {
        i++;
      }
      return i;
    }
  }
}
