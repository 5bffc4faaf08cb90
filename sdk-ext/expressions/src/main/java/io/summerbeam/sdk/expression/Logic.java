package io.summerbeam.sdk.expression;

import dev.cel.common.values.NullValue;

/** The logic of three truth values: true, false, and none (null, or what cannot be computed). */
final class Logic {

  private Logic() {}

  static Term and(Term left, Term right) {
    return row -> {
      Object first = left.of(row);
      if (Boolean.FALSE.equals(first)) {
        return false;
      }
      Object second = right.of(row);
      if (Boolean.FALSE.equals(second)) {
        return false;
      }
      return (Boolean.TRUE.equals(first) && Boolean.TRUE.equals(second)) ? true : null;
    };
  }

  static Term or(Term left, Term right) {
    return row -> {
      Object first = left.of(row);
      if (Boolean.TRUE.equals(first)) {
        return true;
      }
      Object second = right.of(row);
      if (Boolean.TRUE.equals(second)) {
        return true;
      }
      return (Boolean.FALSE.equals(first) && Boolean.FALSE.equals(second)) ? false : null;
    };
  }

  static Term not(Term term) {
    return row -> term.of(row) instanceof Boolean truth ? !truth : null;
  }

  static Term choice(Term condition, Term then, Term otherwise) {
    return row ->
        condition.of(row) instanceof Boolean truth
            ? truth ? then.of(row) : otherwise.of(row)
            : null;
  }

  static Term isNull(Term term) {
    return row -> {
      Object value = term.of(row);
      return value == null ? null : value == NullValue.NULL_VALUE;
    };
  }
}
