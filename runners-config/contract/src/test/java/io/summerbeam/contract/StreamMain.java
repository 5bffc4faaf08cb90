package io.summerbeam.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;

/**
 * Runs the cases that look at each record by itself on a stream that does not end, and leaves their
 * sorted lines in a file: for a runner that cannot run the others on a stream.
 */
public final class StreamMain {

  /** The cases it runs. */
  static final Set<ContractCase> CASES =
      EnumSet.of(
          ContractCase.VALIDATE,
          ContractCase.VALIDATE_ACTIONS,
          ContractCase.STEPS,
          ContractCase.MASK,
          ContractCase.MASK_BY_POLICY,
          ContractCase.MASK_TECHNIQUES,
          ContractCase.MASK_DEAD_LETTERS,
          ContractCase.UNMASK);

  private static final long PATIENCE_MILLIS = 60_000;
  private static final long AFTERMATH_MILLIS = 2_000;

  /** What comes out, where the runner is in this JVM. */
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

  private StreamMain() {}

  /** The first argument is the folder for the files, the others are pipeline options. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    for (ContractCase each : CASES) {
      Pipeline pipeline =
          Pipeline.create(
              PipelineOptionsFactory.fromArgs(Stream.of(args).skip(1).toArray(String[]::new))
                  .create());
      LINES.clear();
      PCollectionList<String> lines = each.build(unbounded(pipeline));
      for (int i = 0; i < lines.size(); i++) {
        lines.get(i).apply("Collect" + i, ParDo.of(new CollectFn()));
      }
      PipelineResult result = pipeline.run();
      long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      while (LINES.size() < each.expected.size() && System.currentTimeMillis() < end) {
        result.waitUntilFinish(Duration.millis(100));
      }
      // A line too many would come now.
      result.waitUntilFinish(Duration.millis(AFTERMATH_MILLIS));
      result.cancel();
      Files.write(folder.resolve(each.name()), LINES.stream().sorted().toList());
    }
  }

  private static PCollection<Row> unbounded(Pipeline pipeline) {
    List<TimestampedValue<Row>> records = ContractCase.records();
    int last = records.size() - 1;
    return pipeline
        .apply(
            "Numbers",
            GenerateSequence.from(0)
                .withRate(10, Duration.standardSeconds(1))
                .withTimestampFn(
                    n -> ContractCase.records().get((int) Math.min(n, last)).getTimestamp()))
        .apply("Input", ParDo.of(new RecordFn()))
        .setCoder(RowCoder.of(ContractCase.INPUT))
        .setRowSchema(ContractCase.INPUT);
  }

  private static final class RecordFn extends DoFn<Long, Row> {

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Row> out) {
      List<TimestampedValue<Row>> records = ContractCase.records();
      if (number < records.size()) {
        out.output(records.get(number.intValue()).getValue());
      }
    }
  }

  private static final class CollectFn extends DoFn<String, Void> {

    @ProcessElement
    public void process(@Element String line) {
      LINES.add(line);
    }
  }
}
