package io.summerbeam.runners;

import com.google.auto.value.AutoValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a runner can do, in batch and in streaming.
 *
 * <pre>{@code
 * RunnerCapabilities.all()
 *     .without(Capability.STABLE_INPUT)
 *     .withoutInStreaming(Capability.EVENT_TIME_TIMERS);
 * }</pre>
 */
@AutoValue
public abstract class RunnerCapabilities {

  /** What the runner has where every collection of the pipeline is bounded. */
  public abstract Set<Capability> batch();

  /** What the runner has where some collection of the pipeline is unbounded. */
  public abstract Set<Capability> streaming();

  /** A runner that can do everything there is a name for. */
  public static RunnerCapabilities all() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    return of(all, all);
  }

  /** The same without some capabilities, in batch and in streaming. */
  public final RunnerCapabilities without(Capability... missing) {
    return withoutInBatch(missing).withoutInStreaming(missing);
  }

  /** The same without some capabilities in batch. */
  public final RunnerCapabilities withoutInBatch(Capability... missing) {
    return of(minus(batch(), missing), streaming());
  }

  /** The same without some capabilities in streaming. */
  public final RunnerCapabilities withoutInStreaming(Capability... missing) {
    return of(batch(), minus(streaming(), missing));
  }

  private static RunnerCapabilities of(Set<Capability> batch, Set<Capability> streaming) {
    return new AutoValue_RunnerCapabilities(
        Collections.unmodifiableSet(batch), Collections.unmodifiableSet(streaming));
  }

  private static Set<Capability> minus(Set<Capability> from, Capability... missing) {
    Set<Capability> left = EnumSet.noneOf(Capability.class);
    left.addAll(from);
    left.removeAll(Arrays.asList(missing));
    return left;
  }
}
