package io.summerbeam.sdk.expression;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two values are equal. Inside of lists, maps and rows a null is equal to a null. */
final class Equality {

  private Equality() {}

  static boolean of(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right;
    }
    if (left instanceof Number x && right instanceof Number y) {
      return !Numbers.isNaN(x) && !Numbers.isNaN(y) && Numbers.compare(x, y) == 0;
    }
    if (left instanceof List<?> x && right instanceof List<?> y) {
      return lists(x, y);
    }
    if (left instanceof Map<?, ?> x && right instanceof Map<?, ?> y) {
      return maps(x, y);
    }
    return left.equals(right);
  }

  private static boolean lists(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<?> others = right.iterator();
    for (Object value : left) {
      if (!of(value, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean maps(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : left.entrySet()) {
      if (!right.containsKey(entry.getKey()) || !of(entry.getValue(), right.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
