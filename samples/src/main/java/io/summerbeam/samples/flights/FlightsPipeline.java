package io.summerbeam.samples.flights;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * From flights to delays by state and day. Every record ends in one of three places: in a row of
 * the result, among the duplicates that are dropped and counted, or as one dead letter.
 */
public final class FlightsPipeline {

  /** A flight as it is read. */
  public static final Schema FLIGHT =
      Schema.builder()
          .addStringField("date")
          .addStringField("origin")
          .addStringField("destination")
          .addInt64Field("delay")
          .addInt64Field("distance")
          .build();

  /** What is read of an airport. */
  public static final Schema AIRPORT =
      Schema.builder()
          .addStringField("iata")
          .addStringField("city")
          .addStringField("state")
          .build();

  private FlightsPipeline() {}

  /** Builds the pipeline; it does not run it. */
  public static void build(Pipeline pipeline, FlightsOptions options) {
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      delays(pipeline, options.getInput(), options.getAirports(), dead)
          .apply(
              "Delays",
              FileRows.write(options.getOutput())
                  .withPrefix("delays")
                  .withNumShards(1)
                  .withStepName("Delays"));
    }
  }

  /** The delays by state and day, from files of flights and of airports. */
  public static PCollection<Row> delays(
      Pipeline pipeline, String flights, String airports, DeadLetters dead) {
    PCollection<Row> table = airports(pipeline, airports);
    PCollection<Row> read =
        pipeline.apply(
            "Flights",
            FileRows.read(flights)
                .withSchema(FLIGHT)
                .withEventTime("date", "yyyy/MM/dd HH:mm", ZoneOffset.UTC)
                .withStepName("Flights")
                .withDeadLetters(dead));
    return byStateAndDay(withStates(read, table, dead));
  }

  /** The table of airports, from a file. */
  public static PCollection<Row> airports(Pipeline pipeline, String airports) {
    return pipeline.apply(
        "Airports",
        FileRows.read(airports)
            .withSchema(AIRPORT)
            .withFormat(CsvFormat.of())
            .withStepName("Airports"));
  }

  /** Plausible flights, each once, with the city and state of their origin. */
  public static PCollection<Row> withStates(
      PCollection<Row> flights, PCollection<Row> airports, DeadLetters dead) {
    return flights
        .apply(
            "Validate",
            Validate.records()
                .expect("distance_positive", "distance > 0")
                .expect("delay_plausible", "delay >= -1440 && delay <= 2880")
                .expect("different_airports", "origin != destination")
                .withDeadLetters(dead))
        .apply("DropDuplicates", DropDuplicates.byAllFields().within(Duration.ofDays(1)))
        .apply(
            "Enrich",
            Enrich.fromTable(airports)
                .on("origin", "iata")
                .take("city", "origin_city")
                .take("state", "origin_state")
                .withDeadLetters(dead));
  }

  /** The delays of flights that have their states. */
  public static PCollection<Row> byStateAndDay(PCollection<Row> flights) {
    return flights.apply(
        "Aggregate",
        Aggregate.by("origin_state")
            .over(Windows.days(ZoneOffset.UTC))
            .count("flights")
            .mean("delay", "mean_delay")
            .max("delay", "max_delay")
            .countIf("delay >= 15", "delayed_15"));
  }
}
