package io.summerbeam.sdk.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a map; of a key that is there several times the last value counts. */
final class AvroMapReader implements AvroReader {

  private final AvroReader value;
  private final long entryBytes;

  AvroMapReader(AvroReader value, long valueBytes) {
    this.value = value;
    // The length of the key takes one at least.
    this.entryBytes = valueBytes + 1;
  }

  @Override
  public Object read(AvroInput in) throws MalformedException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (long n = in.readBlock(entryBytes); n > 0; n = in.readBlock(entryBytes)) {
      for (long i = 0; i < n; i++) {
        values.put(in.readString(), value.read(in));
      }
    }
    return values;
  }
}
