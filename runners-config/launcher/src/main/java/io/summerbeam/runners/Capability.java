package io.summerbeam.runners;

/**
 * Something a transform or a pipeline may need that not every runner has. State by key with value,
 * bag, combining, map and set cells is not in the list: every runner has it.
 */
public enum Capability {
  /** {@code --streaming} where all that is read is bounded. */
  BOUNDED_STREAMING(
      "streaming where all that is read is bounded", "Leave --streaming out: it is a batch job."),

  /** What is unbounded without {@code --streaming}. */
  UNANNOUNCED_STREAMING(
      "streaming where --streaming was not said",
      "Say --streaming, or override Job.isStream(): what is not given has been set for a batch"
          + " job."),

  /** Timers in event time. */
  EVENT_TIME_TIMERS(
      "event-time timers",
      "Keep the expiry in the state, check it when the state is read, and let a processing-time"
          + " timer that is set once per key collect the garbage."),

  /** Timers in processing time. */
  PROCESSING_TIME_TIMERS(
      "processing-time timers",
      "Keep the expiry in the state and check it when the state is read."),

  /** Timers in processing time that may be set again before they fire. */
  RESETTABLE_PROCESSING_TIME_TIMERS(
      "processing-time timers that are set again",
      "Set the timer once per key; keep the true expiry in the state and check it when it fires."),

  /** Splittable DoFns over bounded restrictions. */
  BOUNDED_SPLITTABLE_DOFN(
      "a splittable DoFn", "Read through Read.from(BoundedSource or UnboundedSource)."),

  /** Splittable DoFns over unbounded restrictions: PeriodicImpulse, Watch. */
  UNBOUNDED_SPLITTABLE_DOFN(
      "an unbounded splittable DoFn", "Read through Read.from(UnboundedSource)."),

  /** {@code @OnWindowExpiration}. */
  ON_WINDOW_EXPIRATION(
      "@OnWindowExpiration", "Leave by a GroupByKey or Combine what must leave at a window's end."),

  /** {@code @RequiresStableInput}: Kafka's exactly-once sink. */
  STABLE_INPUT(
      "@RequiresStableInput",
      "Write at least once, idempotent by an id; Flink streaming has it with"
          + " --checkpointingInterval, aligned checkpoints and a --numConcurrentCheckpoints of 2 or"
          + " more."),

  /** {@code @RequiresTimeSortedInput}. */
  TIME_SORTED_INPUT(
      "@RequiresTimeSortedInput",
      "Run it as a batch job, or keep in the state what came and compare it with its time."),

  /** {@code OrderedListState} that keeps every element. */
  ORDERED_LIST_STATE("OrderedListState", "Use a BagState and sort what is read."),

  /** {@code MultimapState}. */
  MULTIMAP_STATE("MultimapState", "Use a MapState whose values are lists."),

  /** State by key in windows that merge, as sessions do. */
  MERGING_WINDOW_STATE(
      "state in merging windows",
      "Use a Combine or GroupByKey for sessions, or windows that do not merge."),

  /** Side inputs from unbounded collections, which the main input waits for. */
  UNBOUNDED_SIDE_INPUT(
      "an unbounded side input", "Give a bounded side input, or look up by key in the DoFn.");

  private final String what;
  private final String alternative;

  Capability(String what, String alternative) {
    this.what = what;
    this.alternative = alternative;
  }

  /** What it is, to stand after "needs". */
  public String what() {
    return what;
  }

  /** What to do instead where it is missing: one sentence. */
  public String alternative() {
    return alternative;
  }
}
