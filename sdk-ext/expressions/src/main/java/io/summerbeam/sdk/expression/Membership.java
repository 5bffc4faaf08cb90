package io.summerbeam.sdk.expression;

import dev.cel.common.values.NullValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operator {@code in}, with the three truth values of SQL. */
final class Membership {

  static final String FUNCTION = "@in";
  static final String OVERLOAD = "summerbeam_in";

  private Membership() {}

  /**
   * True, false, or null where there is no truth value: nothing is known of a null, nor of a value
   * that is not in a list with a null in it.
   */
  static @Nullable Boolean test(@Nullable Object value, @Nullable Object collection) {
    if (value == null || value == NullValue.NULL_VALUE) {
      return null;
    }
    if (collection instanceof Map<?, ?> map) {
      return map.containsKey(value);
    }
    if (!(collection instanceof List<?> list)) {
      return null;
    }
    boolean nullSeen = false;
    for (Object element : list) {
      if (element == NullValue.NULL_VALUE) {
        nullSeen = true;
      } else if (Equality.of(value, element)) {
        return true;
      }
    }
    return nullSeen ? null : false;
  }

  /** The same in a list that is the same for every record. */
  static Term inConstant(Term value, List<?> list) {
    if (!list.stream().allMatch(Membership::isHashed)) {
      return row -> test(value.of(row), list);
    }
    Set<?> hashed = new HashSet<>(list);
    return row -> {
      Object found = value.of(row);
      if (found == null || !isHashed(found)) {
        return test(found, list);
      }
      return hashed.contains(found);
    };
  }

  // Of what is equal to one of these, and of their type, the hash is the same.
  private static boolean isHashed(Object value) {
    return value instanceof String || value instanceof Long;
  }
}
