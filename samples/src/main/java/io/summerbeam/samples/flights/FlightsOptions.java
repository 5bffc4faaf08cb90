package io.summerbeam.samples.flights;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Home;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the flights job. */
public interface FlightsOptions extends PipelineOptions {

  /** Where the flights are. */
  @Description("The flights, JSON lines: a file or a pattern.")
  @Default.InstanceFactory(CommittedFlights.class)
  String getInput();

  /** See {@link #getInput}. */
  void setInput(String input);

  /** Where the airports are. */
  @Description("The airports, CSV with the columns iata, city and state: a file or a pattern.")
  @Default.InstanceFactory(CommittedAirports.class)
  String getAirports();

  /** See {@link #getAirports}. */
  void setAirports(String airports);

  /** Where the delays go. */
  @Description("The folder for the delays (delays-*.jsonl); it must be empty or absent.")
  @Default.String("./out/flights")
  String getOutput();

  /** See {@link #getOutput}. */
  void setOutput(String output);

  /** Where the dead letters go. */
  @Description(
      "The folder for the dead letters (dead-letters-*.jsonl); it must be empty or absent.")
  @Default.InstanceFactory(BesideOutput.class)
  String getDeadLetters();

  /** See {@link #getDeadLetters}. */
  void setDeadLetters(String deadLetters);

  /** The flights that come with the project. */
  final class CommittedFlights implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return Home.resolve("samples/data/flights/flights.jsonl").toString();
    }
  }

  /** The airports that come with the project. */
  final class CommittedAirports implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return Home.resolve("samples/data/flights/airports.csv").toString();
    }
  }

  /** The folder {@code dead-letters} in the output's. */
  final class BesideOutput implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return FileArguments.inFolder(options.as(FlightsOptions.class).getOutput(), "dead-letters");
    }
  }
}
