package io.summerbeam.sdk.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The six comparisons, with the three truth values of SQL. They stand in for CEL's own, for which
 * null is a value like any other and a NaN is greater than any whole number.
 */
enum Comparison {
  EQUAL("_==_", "==", false, true, false),
  NOT_EQUAL("_!=_", "!=", true, false, true),
  LESS("_<_", "<", true, false, false),
  LESS_OR_EQUAL("_<=_", "<=", true, true, false),
  GREATER("_>_", ">", false, false, true),
  GREATER_OR_EQUAL("_>=_", ">=", false, true, true);

  private final String function;
  private final String symbol;
  private final boolean below;
  private final boolean same;
  private final boolean above;

  Comparison(String function, String symbol, boolean below, boolean same, boolean above) {
    this.function = function;
    this.symbol = symbol;
    this.below = below;
    this.same = same;
    this.above = above;
  }

  /** CEL's name of the operator. */
  String function() {
    return function;
  }

  /** The operator as it is written. */
  String symbol() {
    return symbol;
  }

  /** The name of its implementation in CEL's runtime. */
  String overload() {
    return "summerbeam_" + name();
  }

  /** Whether it only asks for equality; the others need an order. */
  boolean isEquality() {
    return this == EQUAL || this == NOT_EQUAL;
  }

  /** The comparison with this name in CEL, or null. */
  static @Nullable Comparison of(String function) {
    for (Comparison comparison : values()) {
      if (comparison.function.equals(function)) {
        return comparison;
      }
    }
    return null;
  }

  /** True, false, or null where there is no truth value. */
  @Nullable Boolean test(@Nullable Object left, @Nullable Object right) {
    if (left == null
        || right == null
        || left == NullValue.NULL_VALUE
        || right == NullValue.NULL_VALUE) {
      return null;
    }
    if (left instanceof Long x && right instanceof Long y) {
      return holds(Long.compare(x, y));
    }
    if (left instanceof String x && right instanceof String y) {
      return isEquality() ? (x.equals(y) == same) : holds(x.compareTo(y));
    }
    if (left instanceof Number x && right instanceof Number y) {
      // A NaN is not equal to anything, and neither below nor above it.
      return (Numbers.isNaN(x) || Numbers.isNaN(y))
          ? (this == NOT_EQUAL)
          : holds(Numbers.compare(x, y));
    }
    if (isEquality()) {
      return Equality.of(left, right) == same;
    }
    return order(left, right);
  }

  /** The answer for two values in an order: the sign says where the left one stands. */
  boolean holds(int sign) {
    return sign < 0 ? below : sign > 0 ? above : same;
  }

  private @Nullable Boolean order(Object left, Object right) {
    if (left instanceof Boolean x && right instanceof Boolean y) {
      return holds(x.compareTo(y));
    }
    if (left instanceof Instant x && right instanceof Instant y) {
      return holds(x.compareTo(y));
    }
    if (left instanceof Duration x && right instanceof Duration y) {
      return holds(x.compareTo(y));
    }
    if (left instanceof CelByteString x && right instanceof CelByteString y) {
      return holds(CelByteString.unsignedLexicographicalComparator().compare(x, y));
    }
    return null;
  }
}
