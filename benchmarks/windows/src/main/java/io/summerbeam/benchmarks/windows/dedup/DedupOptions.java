package io.summerbeam.benchmarks.windows.dedup;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface DedupOptions extends PipelineOptions {

  /** How many events. */
  @Description("How many events there are.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** How many events are within an hour. */
  @Description("How many events are within an hour, which is how long ids are kept.")
  long getKeys();

  /** See {@link #getKeys}. */
  void setKeys(long keys);

  /** How many keys the state by hand is spread over. */
  @Description("How many keys the state in buckets by hand is spread over.")
  @Default.Integer(64)
  int getBuckets();

  /** See {@link #getBuckets}. */
  void setBuckets(int buckets);

  /** Whether the state is measured. */
  @Description("Whether the size of a checkpoint on Flink is reported; the job does not end then.")
  boolean isMeasuringState();

  /** See {@link #isMeasuringState}. */
  void setMeasuringState(boolean measuring);

  /** By whom. */
  @Description("VALUE_STATE, BUCKETS or SUMMERBEAM.")
  @Validation.Required
  Dropping getDropping();

  /** See {@link #getDropping}. */
  void setDropping(Dropping dropping);
}
