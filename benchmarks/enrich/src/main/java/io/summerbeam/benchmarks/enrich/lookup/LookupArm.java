package io.summerbeam.benchmarks.enrich.lookup;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.enrich.OrderChecksum;
import io.summerbeam.benchmarks.enrich.OrderSource;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Orders from memory, enriched from a database, into a checksum: {@code --records=N --keys=N
 * --asking=BLOCKING --runner=RUNNER} and the runner's options. Also reports how many queries were
 * sent.
 */
public final class LookupArm {

  private LookupArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, LookupArm::work);
  }

  private static void work(String... args) throws IOException, SQLException {
    LookupOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(LookupOptions.class);
    ProfileDefaults.apply(options, args);
    try (SlowDatabase database = SlowDatabase.start(options.getKeys())) {
      Pipeline pipeline = Pipeline.create(options);
      options
          .getAsking()
          .enrich(
              pipeline.apply(
                  "Orders", Read.from(OrderSource.zipf(options.getRecords(), options.getKeys()))),
              database.url())
          .apply("Checksum", OrderChecksum.ofEnriched());
      pipeline.run().waitUntilFinish();
    }
    Arm.alsoReport("count.calls", Long.toString(BackendCalls.count()));
  }
}
