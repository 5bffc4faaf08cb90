package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Checks each row against all expectations and says which ones failed. */
final class ValidateFunction implements RowFunction {

  private final RowCheck[] checks;
  private final Verdicts verdicts;

  /**
   * @param checks in the order of the verdicts' names
   */
  ValidateFunction(RowCheck[] checks, Verdicts verdicts) {
    this.checks = checks;
    this.verdicts = verdicts;
  }

  @Override
  public @Nullable Row apply(Row row, StepContext context) {
    verdicts.begin();
    for (int i = 0; i < checks.length; i++) {
      try {
        if (!checks[i].holds(row)) {
          verdicts.breaks(i);
        }
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        // These errors, too, are about the row: a pattern that recurses too deep, a check in it.
        verdicts.breaks(i, e);
      }
    }
    return switch (verdicts.end()) {
      case WARN -> row;
      case DROP -> {
        context.drop();
        yield null;
      }
      case DEAD_LETTER -> {
        context.fail(verdicts.failure());
        yield null;
      }
      case FAIL -> {
        context.stop(verdicts.failure());
        yield null;
      }
    };
  }

  @Override
  public void finishBundle(StepContext context) {
    verdicts.flush(context::count);
  }
}
