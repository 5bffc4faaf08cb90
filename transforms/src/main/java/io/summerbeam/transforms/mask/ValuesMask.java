package io.summerbeam.transforms.mask;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Masks each value of a map that is not null: <code>{*}</code>. The keys stay. */
final class ValuesMask implements ValueMask {

  private final ValueMask each;

  ValuesMask(ValueMask each) {
    this.each = each;
  }

  @Override
  public Object apply(Object value, Row record) throws MaskException {
    Map<?, ?> map = (Map<?, ?>) value;
    Map<Object, @Nullable Object> masked = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object before = entry.getValue();
      Object after = before == null ? null : each.apply(before, record);
      changed |= after != before;
      masked.put(entry.getKey(), after);
    }
    return changed ? masked : map;
  }
}
