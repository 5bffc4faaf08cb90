package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.RegistrySchema;
import java.util.Arrays;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Writes JSON with the id of its schema before it. */
final class RegistryJsonEncoder implements RowEncoder {

  private final RowEncoder json;
  private final RegistryWire wire;
  private final RegistrySchema schema;
  private byte @Nullable [] header;

  RegistryJsonEncoder(RowEncoder json, RegistryWire wire, RegistrySchema schema) {
    this.json = json;
    this.wire = wire;
    this.schema = schema;
  }

  @Override
  public byte[] encode(Row row) throws UnwritableException {
    byte[] object = json.encode(row);
    byte[] before = header;
    if (before == null) {
      before = wire.header(schema);
      header = before;
    }
    byte[] record = Arrays.copyOf(before, before.length + object.length);
    System.arraycopy(object, 0, record, before.length, object.length);
    return record;
  }
}
