package io.summerbeam.benchmarks.latency.beam;

import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.Plan;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What the arms in Beam take beside the runner's options. */
public interface LatencyOptions extends PipelineOptions {

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

  /** How long as much as it takes. */
  @Description("Milliseconds of as much as it takes.")
  @Default.Long(4000)
  long getFlood();

  /** See {@link #getFlood}. */
  void setFlood(long millis);

  /** How long each load. */
  @Description("Milliseconds of each load.")
  @Default.Long(4000)
  long getHold();

  /** See {@link #getHold}. */
  void setHold(long millis);

  /** The loads. */
  @Description("Percentages of the maximum, or records a second: 50%,12000.")
  @Default.String("50%,80%")
  String getLoads();

  /** See {@link #getLoads}. */
  void setLoads(String loads);

  /** Begins what was asked for. */
  static Measurement begin(LatencyOptions options) {
    return Measurement.begin(
        Plan.of(options.getFlood(), options.getHold(), options.getLoads()), options.getInput());
  }
}
