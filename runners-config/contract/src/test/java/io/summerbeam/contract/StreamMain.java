package io.summerbeam.contract;

import io.summerbeam.runners.Preflight;
import io.summerbeam.runners.RunnerProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Runs cases on a stream that does not end, and leaves their sorted lines in a file each: for a
 * runner that cannot run the others on a stream. Of those it leaves why they are refused.
 */
public final class StreamMain {

  /** The cases it runs. */
  static final EnumSet<ContractCase> CASES =
      EnumSet.of(
          ContractCase.VALIDATE,
          ContractCase.VALIDATE_ACTIONS,
          ContractCase.VALIDATE_REFERENCES,
          ContractCase.STEPS,
          ContractCase.CONFORM,
          ContractCase.ROUTE,
          ContractCase.MASK,
          ContractCase.MASK_BY_POLICY,
          ContractCase.MASK_TECHNIQUES,
          ContractCase.MASK_DEAD_LETTERS,
          ContractCase.UNMASK,
          ContractCase.DROP_DUPLICATES_BY_ARRIVAL,
          ContractCase.DROP_DUPLICATES_BY_ARRIVAL_AND_OTHERS,
          ContractCase.DROP_DUPLICATES_APPROXIMATELY_BY_ARRIVAL,
          ContractCase.ENRICH_FROM_TABLE,
          ContractCase.ENRICH_KEEP_IN_WINDOWS,
          ContractCase.ENRICH_FROM_SNAPSHOT,
          ContractCase.ENRICH_FROM_SNAPSHOT_AS_A_STEP,
          ContractCase.ENRICH_FROM_LOOKUP,
          ContractCase.ENRICH_FROM_LOOKUP_IN_WINDOWS,
          ContractCase.ENRICH_FROM_CHANGELOG_IN_WINDOWS,
          ContractCase.AGGREGATE,
          ContractCase.AGGREGATE_CALENDAR_DAYS,
          ContractCase.AGGREGATE_CALENDAR_WEEKS,
          ContractCase.AGGREGATE_CALENDAR_MONTHS,
          ContractCase.AGGREGATE_SLIDING,
          ContractCase.AGGREGATE_SESSIONS,
          ContractCase.AGGREGATE_LATENESS,
          ContractCase.AGGREGATE_EARLY,
          ContractCase.AGGREGATE_HOT_KEYS,
          ContractCase.AGGREGATE_FUNCTIONS);

  /** Not run: what comes out goes by the order of the records, and a stream has none. */
  static final EnumSet<ContractCase> BY_ORDER = EnumSet.of(ContractCase.VALIDATE_MONOTONIC);

  /** How far the event time goes on ten times a second, when the records are over. */
  private static final Duration TICK = Duration.standardHours(12);

  private StreamMain() {}

  /** The first argument is the folder for the files, the others are {@link ServerPlaces}. */
  public static void main(String[] args) {
    EndingMain.run(() -> runAll(args));
  }

  private static void runAll(String... args) throws Exception {
    Path folder = Path.of(args[0]);
    ServerPlaces places = ServerPlaces.of(Stream.of(args).skip(1).toArray(String[]::new));
    List<String> options = places.mode().options();
    EnumSet<ContractCase> refused = EnumSet.complementOf(CASES);
    refused.removeAll(BY_ORDER);
    for (ContractCase each : refused) {
      Files.write(folder.resolve(each.name()), refusals(each, options));
    }
    for (List<ContractCase> cases : ContractCase.pipelines(CASES)) {
      Pipeline pipeline = Pipeline.create(LaunchedOptions.of(options));
      PCollection<Row> input = unbounded(pipeline);
      Map<ContractCase, CollectedLines> lines = new EnumMap<>(ContractCase.class);
      for (ContractCase each : cases) {
        lines.put(each, new CollectedLines(each.build(input)));
      }
      EndlessRun.run(
          cases.toString(),
          places.mode(),
          pipeline,
          () ->
              cases.stream()
                  .allMatch(each -> lines.get(each).soFar().size() >= each.expected().size()));
      for (ContractCase each : cases) {
        Files.write(
            folder.resolve(each.name()), lines.get(each).soFar().stream().sorted().toList());
      }
    }
    ServerRun.all(List.of(LookupCase.values()), places, folder);
    for (List<StreamCase> cases : ContractCase.pipelines(List.of(StreamCase.values()))) {
      ServerRun.all(cases, places, folder);
    }
    ServerRun.all(List.of(ServerCase.values()), places, folder);
  }

  /** What the preflight, or the transform itself, says of a case on a stream, a line each. */
  private static List<String> refusals(ContractCase each, List<String> options) {
    Pipeline pipeline = Pipeline.create(LaunchedOptions.of(options));
    try {
      each.build(unbounded(pipeline));
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    return refusals(pipeline);
  }

  /** What the preflight says of a pipeline on the runner of this JVM, a line each. */
  static List<String> refusals(Pipeline pipeline) {
    RunnerProfile profile = ServiceLoader.load(RunnerProfile.class).findFirst().orElseThrow();
    return Preflight.check(pipeline, profile.runner(), profile.capabilities(pipeline.getOptions()));
  }

  /** The records in the order of their times, and then nothing, while time goes on. */
  static PCollection<Row> unbounded(Pipeline pipeline) {
    return pipeline
        .apply(
            "Numbers",
            GenerateSequence.from(0)
                .withRate(10, Duration.standardSeconds(1))
                .withTimestampFn(StreamMain::time))
        .apply("Input", ParDo.of(new RecordFn()))
        .setCoder(RowCoder.of(ContractCase.INPUT))
        .setRowSchema(ContractCase.INPUT);
  }

  private static Instant time(long number) {
    List<TimestampedValue<Row>> records = inOrder();
    int last = records.size() - 1;
    // A part of the source that has not begun asks for what is before it.
    return number <= last
        ? records.get((int) Math.max(number, 0)).getTimestamp()
        : records.get(last).getTimestamp().plus(TICK.multipliedBy(number - last));
  }

  private static List<TimestampedValue<Row>> inOrder() {
    return ContractCase.records().stream()
        .sorted(Comparator.comparing(TimestampedValue::getTimestamp))
        .toList();
  }

  private static final class RecordFn extends DoFn<Long, Row> {

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Row> out) {
      List<TimestampedValue<Row>> records = inOrder();
      if (number < records.size()) {
        out.output(records.get(number.intValue()).getValue());
      }
    }
  }
}
