package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

import io.summerbeam.transforms.enrich.ChangelogEvents.DescribeFn;
import io.summerbeam.transforms.enrich.ChangelogEvents.Inputs;
import io.summerbeam.transforms.enrich.ChangelogHistory.Asking;
import io.summerbeam.transforms.enrich.ChangelogHistory.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link EnrichFromChangelog} in a pipeline, on random histories, each of a key of its own; as many
 * as the Direct runner does in some seconds. There are thousands in {@link MeetInStateFnRandomTest}
 * and {@link MeetInWindowFnRandomTest}.
 */
public class EnrichFromChangelogRandomTest {

  private static final int HISTORIES = 25;
  private static final int MOMENTS = 5;
  private static final int RECORDS = 4;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void randomHistories_eachRecordMeetsTheTableOfItsTime() {
    ChangelogTimes times = new ChangelogTimes(0, 10, ChangelogTimes.FOREVER);
    check(
        11,
        enrich -> enrich.withHistory(Duration.ofSeconds(10)),
        (history, record) -> history.allowed(record, times));
  }

  @Test
  public void randomHistories_withWaitAndTtl() {
    ChangelogTimes times = new ChangelogTimes(5, 10, 12);
    check(
        12,
        enrich ->
            enrich
                .withHistory(Duration.ofSeconds(10))
                .withWait(Duration.ofSeconds(5))
                .withTtl(Duration.ofSeconds(12)),
        (history, record) -> history.allowed(record, times));
  }

  @Test
  public void randomHistories_inWindows() {
    ChangelogTimes times = new ChangelogTimes(1_000, 0, 12);
    // All windows stay open for the latest, so each record meets all changes.
    check(
        13,
        enrich ->
            enrich
                .withWait(Duration.ofSeconds(1_000))
                .withTtl(Duration.ofSeconds(12))
                .inWindows(Duration.ofSeconds(7)),
        (history, record) -> Set.of(history.expected(record, MOMENTS, times)));
  }

  private interface Settings {
    EnrichFromChangelog on(EnrichFromChangelog enrich);
  }

  private void check(
      long seed, Settings settings, BiFunction<ChangelogHistory, Asking, Set<String>> allowedIn) {
    Random random = new Random(seed);
    long[] watermarks = ChangelogHistory.watermarks(random, MOMENTS);
    List<ChangelogHistory> histories = new ArrayList<>();
    Map<Integer, Set<String>> allowed = new HashMap<>();
    for (int key = 0; key < HISTORIES; key++) {
      ChangelogHistory history =
          ChangelogHistory.random(random, watermarks, 6, RECORDS, key * RECORDS);
      histories.add(history);
      history
          .records()
          .forEach(record -> allowed.put(record.n(), allowedIn.apply(history, record)));
    }
    Inputs inputs = ChangelogEvents.in(pipeline, stream(histories));
    PAssert.that(
            inputs
                .records()
                .apply(
                    settings.on(
                        Enrich.fromChangelog(inputs.changes())
                            .on("sku", "id")
                            .take("price")
                            .withDeletes("gone")
                            .withVersion("lsn")
                            .withOnMiss(OnMiss.KEEP)))
                .apply(ParDo.of(new DescribeFn())))
        .satisfies(new EachOnce("seed " + seed + ", " + histories, allowed));
    pipeline.run().waitUntilFinish();
  }

  private static TestStream<Row> stream(List<ChangelogHistory> histories) {
    TestStream.Builder<Row> stream = ChangelogEvents.stream();
    for (int moment = 0; moment < MOMENTS; moment++) {
      List<TimestampedValue<Row>> changed = new ArrayList<>();
      List<TimestampedValue<Row>> asked = new ArrayList<>();
      for (int key = 0; key < HISTORIES; key++) {
        for (Change c : histories.get(key).changesAt(moment)) {
          changed.add(ChangelogEvents.change(c.time(), "k" + key, c.price(), c.gone(), c.lsn()));
        }
        for (Asking r : histories.get(key).recordsAt(moment)) {
          asked.add(ChangelogEvents.record(r.time(), "k" + key, r.n()));
        }
      }
      stream =
          add(add(stream, changed), asked)
              .advanceWatermarkTo(ChangelogEvents.at(histories.get(0).after(moment)));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings("unchecked")
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> events) {
    return stream.addElements(
        events.get(0), events.subList(1, events.size()).toArray(new TimestampedValue[0]));
  }

  /** Each record came out once, as it may. */
  private static final class EachOnce implements SerializableFunction<Iterable<String>, Void> {
    private final String what;
    private final Map<Integer, Set<String>> allowed;

    EachOnce(String what, Map<Integer, Set<String>> allowed) {
      this.what = what;
      this.allowed = allowed;
    }

    @Override
    public Void apply(Iterable<String> out) {
      List<String> texts = new ArrayList<>();
      out.forEach(texts::add);
      assertThat(what, ChangelogHistory.wrong(texts, allowed), empty());
      return null;
    }
  }
}
