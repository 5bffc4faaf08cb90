package io.summerbeam.samples.flights;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/** {@code ./summerbeam run flights}. */
public final class FlightsJob implements Job<FlightsOptions> {

  @Override
  public String name() {
    return "flights";
  }

  @Override
  public String summary() {
    return "Delays of US flights by state of origin and day: mean, worst, how many.";
  }

  @Override
  public Class<FlightsOptions> optionsType() {
    return FlightsOptions.class;
  }

  @Override
  public void check(FlightsOptions options) {
    FileArguments.requireFiles("--input", options.getInput());
    FileArguments.requireFiles("--airports", options.getAirports());
    FileArguments.requireEmpty("--output", options.getOutput());
    FileArguments.requireEmpty("--deadLetters", options.getDeadLetters());
  }

  @Override
  public void build(Pipeline pipeline, FlightsOptions options) {
    FlightsPipeline.build(pipeline, options);
  }

  @Override
  public List<String> results(FlightsOptions options) {
    return List.of(
        "delays        " + FileArguments.inFolder(options.getOutput(), "delays-*.jsonl"),
        "dead letters  "
            + FileArguments.inFolder(options.getDeadLetters(), "dead-letters-*.jsonl"));
  }
}
