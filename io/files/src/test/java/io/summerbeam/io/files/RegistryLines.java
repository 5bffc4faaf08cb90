package io.summerbeam.io.files;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.SchemaInference;
import org.apache.beam.sdk.schemas.Schema;

/** Lines whose records name their schemas in a registry. Users have no such files. */
record RegistryLines(AvroFormat format) implements FileLayout {

  private static final FileLayout LINES = new JsonLines(JsonFormat.of());

  @Override
  public String formatName() {
    return format.name();
  }

  @Override
  public String suffix() {
    return "avro";
  }

  @Override
  public boolean hasHeader() {
    return LINES.hasHeader();
  }

  @Override
  public boolean isSplittable() {
    return LINES.isSplittable();
  }

  @Override
  public RecordEnd recordEnd() {
    return LINES.recordEnd();
  }

  @Override
  public boolean isBlank(byte b) {
    return LINES.isBlank(b);
  }

  @Override
  public RowDecoder decoder(Schema schema, byte[] header) {
    return format.decoder(schema);
  }

  @Override
  public RowEncoder encoder(Schema schema) {
    return format.encoder(schema);
  }

  @Override
  public SchemaInference inference() {
    return LINES.inference();
  }

  @Override
  public byte[] header(Schema schema) {
    return null;
  }
}
