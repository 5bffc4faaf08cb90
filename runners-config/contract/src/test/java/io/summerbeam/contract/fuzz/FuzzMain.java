package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.transforms.validate.Validate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Sends payloads through each lane: decoded, validated, what fails to the dead letters, and each
 * row and each dead letter accounted for. It prints the counts, and ends with 1 where something is
 * wrong.
 *
 * <p>Arguments: how many payloads in all, a seed, a folder for payloads that are to blame; and the
 * names of lanes, if not all.
 */
public final class FuzzMain {

  // Of which the Direct runner holds all rows at the same time.
  private static final int CHUNK = 10_000;

  private FuzzMain() {}

  public static void main(String[] args) {
    int payloads = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    Path failures = Path.of(args[2]);
    List<Lane> lanes =
        args.length == 3
            ? Lanes.all()
            : List.of(args).subList(3, args.length).stream().map(Lanes::of).toList();
    Watchdog.start();
    long start = System.nanoTime();
    Map<String, Integer> total = new TreeMap<>();
    boolean good = true;
    for (int i = 0; i < lanes.size(); i++) {
      // The first ones have the rest.
      int share = (payloads + lanes.size() - 1 - i) / lanes.size();
      good &= run(lanes.get(i), share, seed, failures, total);
    }
    System.out.println(
        "payloads="
            + payloads
            + " seed="
            + seed
            + " "
            + total
            + " seconds="
            + Duration.ofNanos(System.nanoTime() - start).toSeconds()
            + " heap="
            + Runtime.getRuntime().maxMemory() / 1_048_576
            + "M");
    System.exit(good ? 0 : 1);
  }

  private static boolean run(
      Lane lane, int payloads, long seed, Path failures, Map<String, Integer> total) {
    Ledger ledger = Ledger.running();
    ledger.start(failures);
    for (int from = 0; from < payloads; from += CHUNK) {
      run(lane, seed, from, Math.min(payloads, from + CHUNK));
    }
    System.out.println(
        lane.name()
            + " payloads="
            + payloads
            + " "
            + ledger.outcomes()
            + " slowest="
            + ledger.slowest());
    ledger.outcomes().forEach((outcome, count) -> total.merge(outcome, count, Integer::sum));
    List<String> problems = ledger.problems(payloads);
    problems.stream().limit(20).forEach(each -> System.out.println("  " + each));
    return problems.isEmpty();
  }

  private static void run(Lane lane, long seed, int from, int to) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setJobName("fuzz");
    options.setTargetParallelism(2);
    // What they look for is looked for here, in less time.
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    Pipeline pipeline = Pipeline.create(options);
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(new AccountForLetters())) {
      PCollectionTuple decoded =
          pipeline
              .apply(GenerateSequence.from(from).to(to))
              .apply(
                  ParDo.of(new DecodePayloadsFn(lane, seed, dead.factory("Decode")))
                      .withOutputTags(
                          DecodePayloadsFn.ROWS, TupleTagList.of(DecodePayloadsFn.DEAD)));
      dead.addErrorCollection(decoded.get(DecodePayloadsFn.DEAD));
      Validate validate = lane.validate().withDeadLetters(dead);
      decoded
          .get(DecodePayloadsFn.ROWS)
          .setRowSchema(Provenance.addTo(lane.schema()))
          .apply(validate)
          .apply("AccountForRows", ParDo.of(new AccountForRowsFn()));
    }
    pipeline.run().waitUntilFinish();
  }

  private static final class AccountForRowsFn extends DoFn<Row, Void> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row) {
      Ledger.running().outcome(Provenance.of(row).position(), Ledger.ROW);
    }
  }

  private static final class AccountForLetters extends PTransform<PCollection<DeadLetter>, PDone> {

    private static final long serialVersionUID = 1;

    @Override
    public PDone expand(PCollection<DeadLetter> letters) {
      letters.apply("AccountForLetters", ParDo.of(new AccountForLettersFn()));
      return PDone.in(letters.getPipeline());
    }
  }

  private static final class AccountForLettersFn extends DoFn<DeadLetter, Void> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element DeadLetter letter) {
      Ledger.running().outcome(letter.source().position(), letter.reason());
    }
  }
}
