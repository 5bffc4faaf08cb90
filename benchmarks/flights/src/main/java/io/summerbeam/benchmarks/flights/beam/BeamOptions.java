package io.summerbeam.benchmarks.flights.beam;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface BeamOptions extends PipelineOptions {

  /** The file of flights. */
  @Description("The flights, JSON lines.")
  @Validation.Required
  String getInput();

  /** See {@link #getInput}. */
  void setInput(String input);

  /** The file of airports. */
  @Description("The airports, CSV.")
  @Validation.Required
  String getAirports();

  /** See {@link #getAirports}. */
  void setAirports(String airports);

  /** How many keys the state of the duplicates is spread over. */
  @Description("How many keys the state of the duplicates is spread over.")
  @Default.InstanceFactory(ByRunner.class)
  int getBuckets();

  /** See {@link #getBuckets}. */
  void setBuckets(int buckets);

  /** Whether bad records are an output. */
  @Description("Whether bad records are an output; else they are counted and gone.")
  boolean isDeadLetters();

  /** See {@link #isDeadLetters}. */
  void setDeadLetters(boolean deadLetters);

  /** Few on the Direct runner, which spends a millisecond on each key. */
  final class ByRunner implements DefaultValueFactory<Integer> {
    @Override
    public Integer create(PipelineOptions options) {
      return options.getRunner().getSimpleName().equals("DirectRunner") ? 4 : 1024;
    }
  }
}
