package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.enrich.OrderSource;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Orders from memory, enriched, into a checksum: {@code --records=N --keys=N --enriching=MAP
 * --runner=RUNNER} and the runner's options. What is not among them is as our profile of the runner
 * has it, whoever enriches.
 */
public final class TableArm {

  private TableArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, TableArm::work);
  }

  private static void work(String... args) {
    TableOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(TableOptions.class);
    ProfileDefaults.apply(options, args);
    Pipeline pipeline = Pipeline.create(options);
    Enriching enriching = options.getEnriching();
    enriching
        .enrich(
            pipeline.apply(
                "Orders", Read.from(OrderSource.even(options.getRecords(), options.getKeys()))),
            options.getKeys())
        .apply("Checksum", enriching.checksum());
    pipeline.run().waitUntilFinish();
  }
}
