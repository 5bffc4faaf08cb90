package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.StepContext;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * All rules on one record. Those that read a field which is masked, too, come behind the others and
 * read it from what those made.
 */
final class MaskFunction implements RowFunction {

  private final RowMask mask;
  private final @Nullable RowMask then;

  /**
   * @param then what reads masked fields; null if nothing does
   */
  MaskFunction(RowMask mask, @Nullable RowMask then) {
    this.mask = mask;
    this.then = then;
  }

  @Override
  public @Nullable Row apply(Row row, StepContext context) {
    try {
      Row masked = mask.mask(row, row);
      RowMask next = then;
      return next == null ? masked : next.mask(masked, masked);
    } catch (MaskException e) {
      Failure failure =
          Failure.of(Reason.TRANSFORM_FAILED, String.valueOf(e.getMessage()), e.origin());
      if (e.isRetryable()) {
        context.stop(failure.with(Severity.RETRYABLE, 1));
      } else {
        context.fail(failure);
      }
      return null;
    }
  }
}
