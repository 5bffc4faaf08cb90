package io.summerbeam.benchmarks.enrich.table;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface TableOptions extends PipelineOptions {

  /** How many orders. */
  @Description("How many orders there are.")
  long getRecords();

  /** See {@link #getRecords}. */
  void setRecords(long records);

  /** How many customers. */
  @Description("How many customers are in the table.")
  int getKeys();

  /** See {@link #getKeys}. */
  void setKeys(int keys);

  /** By whom, and from where. */
  @Description("PASS, MAP, SNAPSHOT; with a side input PASS_SIDE, SIDE, TABLE.")
  @Validation.Required
  Enriching getEnriching();

  /** See {@link #getEnriching}. */
  void setEnriching(Enriching enriching);
}
