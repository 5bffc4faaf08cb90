package io.summerbeam.sdk.state;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Pipeline options of the transforms that keep state by key; the runner profiles set them. */
public interface StateOptions extends PipelineOptions {

  /** The default of {@link #getStateBuckets}. */
  int DEFAULT_STATE_BUCKETS = 1024;

  /**
   * How many runner keys the keyed state of a transform is spread over; each holds the state of
   * many keys of the data. At least the parallelism, better many times that. The Direct runner,
   * which pays about a millisecond a runner key, wants few.
   */
  @Description(
      "How many runner keys the keyed state of a transform is spread over: at least the"
          + " parallelism; few on the Direct runner.")
  @Default.Integer(DEFAULT_STATE_BUCKETS)
  int getStateBuckets();

  /** See {@link #getStateBuckets}. */
  void setStateBuckets(int buckets);

  /**
   * The value of {@code --stateBuckets}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  static int stateBucketsOf(PipelineOptions options) {
    int buckets = options.as(StateOptions.class).getStateBuckets();
    if (buckets < 1) {
      throw new IllegalArgumentException("--stateBuckets must be positive, but was: " + buckets);
    }
    return buckets;
  }

  /**
   * Whether {@code Aggregate} keeps the open windows of many groups in one keyed state with one
   * timer, where windows fire once and nothing late is allowed; else Beam's Combine does, with a
   * state and timers for each window of each group. The results are the same. Groups are spread
   * over {@link #getStateBuckets}, of which state is not restored into another number. Worth it on
   * Flink in streaming. It needs event-time timers, which Spark streaming does not have, and timers
   * that tell the watermark, which portable runners (Dataflow's second) do not: there a late record
   * would make a second result.
   */
  @Description(
      "Whether aggregations keep the open windows of many groups in one state with one timer:"
          + " faster on Flink in streaming; not on Spark in streaming.")
  @Default.Boolean(false)
  boolean getWindowsInState();

  /** See {@link #getWindowsInState}. */
  void setWindowsInState(boolean inState);

  /** Makes the options known to every command line. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(StateOptions.class);
    }
  }
}
