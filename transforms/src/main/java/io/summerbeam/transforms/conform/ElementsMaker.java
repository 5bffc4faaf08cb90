package io.summerbeam.transforms.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes arrays of arrays, and maps of maps. */
final class ElementsMaker {

  private ElementsMaker() {}

  /**
   * @param scoped whether the elements are rows which their rules are about
   */
  static Maker ofArray(Slot element, boolean scoped) {
    return (value, scope) -> {
      List<@Nullable Object> made = new ArrayList<>();
      for (Object each : (Iterable<?>) present(value)) {
        made.add(element.ofGiven(each, scoped && each instanceof Row row ? row : scope));
      }
      return made;
    };
  }

  /**
   * @param scoped whether the values are rows which their rules are about
   */
  static Maker ofMap(Cast key, Slot element, boolean scoped) {
    return (map, scope) -> {
      Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) present(map)).entrySet()) {
        Object each = entry.getValue();
        Object name = entry.getKey();
        made.put(
            name == null ? null : key.of(name),
            element.ofGiven(each, scoped && each instanceof Row row ? row : scope));
      }
      return made;
    };
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("An array or a map is not made of nothing.");
    }
    return value;
  }
}
