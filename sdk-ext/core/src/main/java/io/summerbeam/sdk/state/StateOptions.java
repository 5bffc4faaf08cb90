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
   * many keys of the data. At least the parallelism, better many times that; in batch a task has
   * all that one of them holds in memory, and more of them hold less each. The Direct runner, which
   * pays about a millisecond a runner key, wants few.
   */
  @Description(
      "How many runner keys the keyed state of a transform is spread over: at least the"
          + " parallelism; more where one does not fit into memory; few on the Direct runner.")
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
   * over {@link #getStateBuckets}, of which state is not restored into another number. It is faster
   * on every runner that was measured, and the profiles of Flink and, without {@code --streaming},
   * of Direct and Spark set it. It needs event-time timers, which Spark streaming does not have.
   * Where they do not tell the watermark (portable runners, Dataflow's second, Flink until a
   * restored job has its first one), a late record may make the first result of its window, and
   * never a second.
   *
   * <p><b>Memory.</b> In batch no window ends before all is read. Flink and Spark then have one
   * bucket a task in memory, Direct all of them: the groups, times the windows that each has
   * records in, of all history that is read (of sliding windows, the parts that they share), times
   * the state of one (some hundred bytes, more with lists and sketches), divided by the buckets. On
   * Spark there is besides what bundles have gathered for the bucket, before it is merged, and the
   * results, as rows (of sliding windows a portion of them). Ten million windows of groups are ten
   * thousand in each of {@value #DEFAULT_STATE_BUCKETS} buckets, some megabytes. Where a bucket
   * does not fit, give more {@link #getStateBuckets}, or {@code --windowsInState=false}, with which
   * Flink and Spark write to disk what does not fit.
   */
  @Description(
      "Whether aggregations keep the open windows of many groups in one state with one timer:"
          + " faster; not on Spark in streaming. In batch a task has all windows of the groups of"
          + " one of --stateBuckets in memory: give more of these, or false, where they do not fit.")
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
