package io.summerbeam.sdk.format;

import java.util.Map;

/** Writes a map with string keys as one block. */
final class AvroMapWriter implements AvroWriter {

  private final AvroWriter key;
  private final AvroPlace value;

  AvroMapWriter(AvroWriter key, AvroPlace value) {
    this.key = key;
    this.value = value;
  }

  @Override
  public void write(Object map, AvroOutput out) throws UnwritableException {
    Map<?, ?> entries = (Map<?, ?>) map;
    if (!entries.isEmpty()) {
      out.writeLong(entries.size());
      for (Map.Entry<?, ?> each : entries.entrySet()) {
        key.write(each.getKey(), out);
        value.write(each.getValue(), out);
      }
    }
    out.writeLong(0);
  }
}
