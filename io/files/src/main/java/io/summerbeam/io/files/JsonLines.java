package io.summerbeam.io.files;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.SchemaInference;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. */
record JsonLines(JsonFormat format) implements FileLayout {

  @Override
  public String formatName() {
    return format.name();
  }

  @Override
  public String suffix() {
    return "jsonl";
  }

  @Override
  public boolean hasHeader() {
    return false;
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public RecordEnd recordEnd() {
    return new LineEnd();
  }

  @Override
  public boolean isBlank(byte b) {
    return WhiteSpace.contains(b);
  }

  @Override
  public RowDecoder decoder(Schema schema, byte @Nullable [] header) {
    return format.decoder(schema);
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
    return null;
  }

  /** Any line feed. */
  private static final class LineEnd implements RecordEnd {

    @Override
    public void reset() {}

    @Override
    public int find(byte[] bytes, int from, int to) {
      int i = from;
      while (i < to && bytes[i] != '\n') {
        i++;
      }
      return i;
    }
  }
}
