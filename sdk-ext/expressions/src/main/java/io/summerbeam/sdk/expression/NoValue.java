package io.summerbeam.sdk.expression;

import dev.cel.runtime.CelEvaluationException;
import org.jspecify.annotations.Nullable;

/** Says to CEL's runtime that a function has no value. */
final class NoValue {

  private NoValue() {}

  /** What a function throws; of the kind that the runtime passes on as it is. */
  static CelEvaluationException exception() {
    return new CelEvaluationException("no value");
  }

  /** Returns the value, if there is one. */
  static <T> T unlessNull(@Nullable T value) throws CelEvaluationException {
    if (value == null) {
      throw exception();
    }
    return value;
  }
}
