package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.summerbeam.CountDeadLetters;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import io.summerbeam.benchmarks.flights.summerbeam.ToChecksum;
import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.beam.LatencyOptions;
import io.summerbeam.benchmarks.latency.beam.OpenLoopSource;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.failure.DeadLetters;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** The flights job of our samples; see {@link LatencyOptions}. */
public final class SummerbeamArm {

  private SummerbeamArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, SummerbeamArm::work);
  }

  private static void work(String... args) {
    LatencyOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(LatencyOptions.class);
    ProfileDefaults.apply(options, args);
    Measurement measurement = LatencyOptions.begin(options);
    Pipeline pipeline = Pipeline.create(options);
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(new CountDeadLetters())) {
      PCollection<Row> flights =
          pipeline
              .apply("Read", Read.from(new OpenLoopSource()))
              .apply("Decode", ParDo.of(new DecodeFn()))
              .setRowSchema(FlightsPipeline.FLIGHT);
      PCollection<Row> airports = FlightsPipeline.airports(pipeline, options.getAirports());
      PCollection<Row> withStates = FlightsPipeline.withStates(flights, airports, dead);
      PCollection<Row> watched =
          withStates
              .apply("WatchRecords", ParDo.of(new WatchRecordsFn()))
              .setRowSchema(withStates.getSchema());
      PCollection<Row> delays = FlightsPipeline.byStateAndDay(watched);
      delays
          .apply("WatchResults", ParDo.of(new WatchResultsFn()))
          .setRowSchema(delays.getSchema())
          .apply("Checksum", new ToChecksum());
    }
    pipeline.run().waitUntilFinish();
    measurement.end(options.getAirports());
  }
}
