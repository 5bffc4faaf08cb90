package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array as a List. */
final class AvroArrayReader implements AvroReader {

  private final AvroReader element;
  private final long elementBytes;

  AvroArrayReader(AvroReader element, long elementBytes) {
    this.element = element;
    this.elementBytes = elementBytes;
  }

  @Override
  public Object read(AvroInput in) throws MalformedException {
    List<@Nullable Object> values = new ArrayList<>();
    for (long n = in.readBlock(elementBytes); n > 0; n = in.readBlock(elementBytes)) {
      for (long i = 0; i < n; i++) {
        values.add(element.read(in));
      }
    }
    return values;
  }
}
