package io.summerbeam.transforms.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.values.Row;

/** Masks each element of an array or an iterable that is not null: {@code [*]}. */
final class ElementsMask implements ValueMask {

  private final ValueMask each;

  ElementsMask(ValueMask each) {
    this.each = each;
  }

  @Override
  public Object apply(Object value, Row record) throws MaskException {
    Object[] elements = copy((Iterable<?>) value);
    boolean changed = false;
    for (int i = 0; i < elements.length; i++) {
      Object element = elements[i];
      if (element != null) {
        elements[i] = each.apply(element, record);
        changed |= elements[i] != element;
      }
    }
    return changed ? Arrays.asList(elements) : value;
  }

  private static Object[] copy(Iterable<?> elements) {
    if (elements instanceof Collection<?> collection) {
      return collection.toArray();
    }
    List<Object> copy = new ArrayList<>();
    elements.forEach(copy::add);
    return copy.toArray();
  }
}
