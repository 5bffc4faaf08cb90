package io.summerbeam.benchmarks.enrich.changelog;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.summerbeam.ProfileDefaults;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Trades and prices from memory, joined, into a checksum: {@code --records=N --keys=N
 * --joining=STATE --runner=RUNNER} and the runner's options.
 */
public final class ChangelogArm {

  private ChangelogArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, ChangelogArm::work);
  }

  private static void work(String... args) {
    ChangelogOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(ChangelogOptions.class);
    ProfileDefaults.apply(options, args);
    Market market = new Market(options.getRecords(), options.getKeys());
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple events =
        pipeline
            .apply("Events", Read.from(new EventSource(market.events())))
            .apply(
                "Market",
                ParDo.of(new EventFn(options.getRecords(), options.getKeys()))
                    .withOutputTags(EventFn.TRADES, TupleTagList.of(EventFn.PRICES)));
    options
        .getJoining()
        .join(
            events.get(EventFn.TRADES).setRowSchema(EventFn.TRADE),
            events.get(EventFn.PRICES).setRowSchema(EventFn.PRICE_CHANGE),
            market);
    pipeline.run().waitUntilFinish();
  }
}
