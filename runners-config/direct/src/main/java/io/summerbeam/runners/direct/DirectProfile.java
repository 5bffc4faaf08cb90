package io.summerbeam.runners.direct;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.state.StateOptions;
import java.util.Set;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.StreamingOptions;

/**
 * The Direct runner. Defaults set where the user gave none:
 *
 * <ul>
 *   <li>{@code enforceImmutability}, {@code enforceEncodability}: false. They are for tests, which
 *       keep them on; they cost 35 to 70 microseconds a record and 1 to 4 without.
 *   <li>{@code blockOnRun}: false. The launcher waits itself, and cancels a stream that is over.
 *   <li>{@code stateBuckets}: {@value #STATE_BUCKETS}, because this runner spends about a
 *       millisecond on each runner key.
 *   <li>{@code windowsInState}, without {@code --streaming}: true, for the same reason. A stream
 *       comes in bundles of ten records, for each of which this runner copies all of the state of a
 *       bucket.
 * </ul>
 */
public final class DirectProfile implements RunnerProfile {

  /** The default of {@code --stateBuckets} on this runner. */
  public static final int STATE_BUCKETS = 4;

  @Override
  public String runner() {
    return "DirectRunner";
  }

  @Override
  public void defaults(PipelineOptions options, Set<String> given) {
    DirectOptions direct = options.as(DirectOptions.class);
    if (direct.getTargetParallelism() < 1) {
      throw new UsageException(
          "--targetParallelism must be positive, but was: " + direct.getTargetParallelism());
    }
    if (!given.contains("enforceImmutability")) {
      direct.setEnforceImmutability(false);
    }
    if (!given.contains("enforceEncodability")) {
      direct.setEnforceEncodability(false);
    }
    if (!given.contains("blockOnRun")) {
      direct.setBlockOnRun(false);
    }
    if (!given.contains("stateBuckets")) {
      options.as(StateOptions.class).setStateBuckets(STATE_BUCKETS);
    }
    if (!given.contains("windowsInState") && !options.as(StreamingOptions.class).isStreaming()) {
      options.as(StateOptions.class).setWindowsInState(true);
    }
  }

  @Override
  public RunnerCapabilities capabilities(PipelineOptions options) {
    return RunnerCapabilities.all()
        .without(Capability.STABLE_INPUT, Capability.MERGING_WINDOW_STATE);
  }
}
