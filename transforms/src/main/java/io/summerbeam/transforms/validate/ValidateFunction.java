package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Checks each row against all expectations and says which ones failed. */
final class ValidateFunction implements RowFunction {

  private final Expectation.Check[] checks;
  private final String[] names;
  private final String[] counters;

  /**
   * @param checks in the order of the names
   */
  ValidateFunction(Expectation.Check[] checks, String[] names) {
    this.checks = checks;
    this.names = names;
    this.counters = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      counters[i] = Validate.FAILED_COUNTER + names[i];
    }
  }

  @Override
  public @Nullable Row apply(Row row, StepContext context) {
    StringBuilder failed = null;
    for (int i = 0; i < checks.length; i++) {
      if (!checks[i].holds(row)) {
        context.count(counters[i], 1);
        failed = failed == null ? new StringBuilder() : failed.append(", ");
        failed.append(names[i]);
      }
    }
    if (failed == null) {
      return row;
    }
    context.fail(Failure.of(Reason.EXPECTATION_FAILED, "expectations failed: " + failed));
    return null;
  }
}
