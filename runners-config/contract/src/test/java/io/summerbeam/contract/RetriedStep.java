package io.summerbeam.contract;

import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.ReplayHeaders;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.StepContext;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A step that calls a service: it answers for {@code n = 2} the second time, for {@code n = 7}
 * never, and refuses {@code n = -3} for good.
 */
final class RetriedStep implements RowStep {

  private static final long serialVersionUID = 1;

  private static final long SECOND_TIME = 2;
  private static final long NEVER = 7;
  private static final long REFUSED = -3;

  @Override
  public String stepName() {
    return "Call";
  }

  @Override
  public Schema outputSchema(Schema input) {
    return input;
  }

  @Override
  public RowFunction open(Schema input) {
    return RetriedStep::call;
  }

  private static @Nullable Row call(Row row, StepContext context) {
    Long n = row.getInt64("n");
    if (n == null) {
      return row;
    }
    if (n == REFUSED) {
      context.fail(failure(Severity.PERMANENT));
      return null;
    }
    if (n == NEVER || (n == SECOND_TIME && !isRetried(row))) {
      context.fail(failure(Severity.RETRYABLE));
      return null;
    }
    return row;
  }

  private static Failure failure(Severity severity) {
    return Failure.of(Reason.LOOKUP_FAILED, "no answer").with(severity, 1);
  }

  private static boolean isRetried(Row row) {
    Provenance source = Provenance.of(row);
    return source != null && source.headers().containsKey(ReplayHeaders.ATTEMPTS);
  }
}
