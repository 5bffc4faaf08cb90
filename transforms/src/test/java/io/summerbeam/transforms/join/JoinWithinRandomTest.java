package io.summerbeam.transforms.join;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.join.JoinEvents.DescribeFn;
import io.summerbeam.transforms.join.JoinEvents.Sides;
import io.summerbeam.transforms.join.JoinHistory.One;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link JoinWithin} in a pipeline, on random histories, each of a key of its own; as many as the
 * Direct runner does in some seconds. There are thousands in {@link JoinWithinFnRandomTest}.
 */
public class JoinWithinRandomTest {

  private static final int HISTORIES = 25;
  private static final int MOMENTS = 5;
  private static final int RECORDS = 7;
  private static final int BEFORE = 6;
  private static final int AFTER = 9;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void randomHistories_noneIsTooLate() {
    check(21, 40, false);
  }

  @Test
  public void randomHistories_someAreTooLate() {
    check(22, 8, false);
  }

  @Test
  public void randomHistories_withDeadLetters_deadAreThoseThatALeftJoinPutsOutAlone() {
    check(23, 8, true);
  }

  private void check(long seed, int lateness, boolean withDeadLetters) {
    Random random = new Random(seed);
    long[] watermarks = JoinHistory.watermarks(random, MOMENTS);
    List<JoinHistory> histories = new ArrayList<>();
    for (int key = 0; key < HISTORIES; key++) {
      histories.add(JoinHistory.random(random, watermarks, RECORDS, key * RECORDS));
    }
    Sides sides = JoinEvents.in(pipeline, stream(histories));
    JoinTimes times = new JoinTimes(BEFORE, AFTER, lateness);
    JoinWithin join =
        JoinWithin.with(sides.right())
            .on("order_id", "id")
            .within(Duration.ofSeconds(BEFORE), Duration.ofSeconds(AFTER))
            .withAllowedLateness(Duration.ofSeconds(lateness));
    PAssert.that(
            withDeadLetters
                ? outAndDead(sides.left(), join)
                : sides.left().apply(join.full()).apply(ParDo.of(new DescribeFn())))
        .satisfies(
            new EachPairOnce(
                "seed " + seed, histories, times, withDeadLetters ? JoinKind.LEFT : JoinKind.FULL));
    pipeline.run().waitUntilFinish();
  }

  private PCollection<String> outAndDead(PCollection<Row> left, JoinWithin join) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<String> out =
        left.apply(join.withDeadLetters(dead)).apply(ParDo.of(new DescribeFn()));
    dead.close();
    PCollection<String> letters =
        dead.collection()
            .apply(ParDo.of(new DescribeDeadFn()))
            .apply(
                Window.<String>into(new GlobalWindows())
                    .triggering(DefaultTrigger.of())
                    .withAllowedLateness(org.joda.time.Duration.ZERO)
                    .discardingFiredPanes());
    return PCollectionList.of(out).and(letters).apply(Flatten.pCollections());
  }

  private static TestStream<Row> stream(List<JoinHistory> histories) {
    TestStream.Builder<Row> stream = JoinEvents.stream();
    for (int moment = 0; moment < MOMENTS; moment++) {
      List<TimestampedValue<Row>> events = new ArrayList<>();
      for (int key = 0; key < HISTORIES; key++) {
        for (One one : histories.get(key).at(moment)) {
          events.add(
              one.left()
                  ? JoinEvents.left(one.time(), "k" + key, one.n())
                  : JoinEvents.right(one.time(), "k" + key, one.n()));
        }
      }
      stream =
          add(stream, events).advanceWatermarkTo(JoinEvents.at(histories.get(0).after(moment)));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings("unchecked")
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> events) {
    return stream.addElements(
        events.get(0), events.subList(1, events.size()).toArray(new TimestampedValue[0]));
  }

  /** A dead letter, as a left join would put its record out. */
  private static final class DescribeDeadFn extends DoFn<DeadLetter, String> {
    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<String> out) {
      out.output(JoinHistory.leftOf(letter) + "+null@" + letter.eventTime().getMillis() / 1000);
    }
  }

  /** What came out of each history is what may. */
  private static final class EachPairOnce implements SerializableFunction<Iterable<String>, Void> {
    private final String what;
    private final List<JoinHistory> histories;
    private final JoinTimes times;
    private final JoinKind kind;

    EachPairOnce(String what, List<JoinHistory> histories, JoinTimes times, JoinKind kind) {
      this.what = what;
      this.histories = histories;
      this.times = times;
      this.kind = kind;
    }

    @Override
    public Void apply(Iterable<String> out) {
      Map<Integer, List<String>> byKey = new HashMap<>();
      for (String text : out) {
        String[] numbers = text.substring(0, text.indexOf('@')).split("\\+");
        int n = Integer.parseInt(numbers[0].equals("null") ? numbers[1] : numbers[0]);
        byKey.computeIfAbsent(n / RECORDS, key -> new ArrayList<>()).add(text);
      }
      for (int key = 0; key < histories.size(); key++) {
        JoinHistory history = histories.get(key);
        List<String> texts = byKey.getOrDefault(key, List.of());
        assertThat(what + ", " + history, history.wrong(texts, times, kind, null), empty());
      }
      return null;
    }
  }
}
