package io.summerbeam.benchmarks.flights.nothing;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arm takes beside the runner's options. */
public interface NothingOptions extends PipelineOptions {

  /** The file of flights. */
  @Description("The flights, JSON lines.")
  @Validation.Required
  String getInput();

  /** See {@link #getInput}. */
  void setInput(String input);

  /** The file of airports, which is not read. */
  @Description("The airports; they are not read.")
  String getAirports();

  /** See {@link #getAirports}. */
  void setAirports(String airports);
}
