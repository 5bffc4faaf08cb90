package io.summerbeam.benchmarks.enrich.lookup;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface LookupOptions extends PipelineOptions {

  /** How many orders. */
  @Description("How many orders there are.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** How many customers. */
  @Description("How many customers are in the database.")
  int getKeys();

  /** See {@link #getKeys}. */
  void setKeys(int keys);

  /** By whom. */
  @Description("Who asks: BLOCKING, SINGLE_THREAD, SUMMERBEAM or SUMMERBEAM_CACHE.")
  @Validation.Required
  Asking getAsking();

  /** See {@link #getAsking}. */
  void setAsking(Asking asking);
}
