package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes what can be gone through as an array of one block. */
final class AvroArrayWriter implements AvroWriter {

  private final AvroPlace element;

  AvroArrayWriter(AvroPlace element) {
    this.element = element;
  }

  @Override
  public void write(Object value, AvroOutput out) throws UnwritableException {
    Collection<?> values = collected((Iterable<?>) value);
    if (!values.isEmpty()) {
      out.writeLong(values.size());
      for (Object each : values) {
        element.write(each, out);
      }
    }
    out.writeLong(0);
  }

  // Their number stands before them.
  private static Collection<?> collected(Iterable<?> values) {
    if (values instanceof Collection<?> collection) {
      return collection;
    }
    List<Object> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }
}
