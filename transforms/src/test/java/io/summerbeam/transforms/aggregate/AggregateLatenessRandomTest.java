package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.aggregate.ModelStreams.Kind;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Event;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link Aggregate} on random streams with records in time, late, and too late, in a pipeline,
 * against {@link LatenessModel}. Each key is a stream of its own, in every kind of window: hundreds
 * in all. Windows end on the hour, and times and watermarks are there too, or a millisecond beside.
 */
public class AggregateLatenessRandomTest {

  private static final int KEYS = 12;
  private static final int MOMENTS = 8;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  // A day before the clocks change in Berlin.
  private static final long START = Instant.parse("2001-03-24T00:00:00Z").getMillis();
  private static final Map<String, Kind> KINDS = kinds();

  private static final Schema EVENT =
      Schema.builder().addStringField("key").addInt64Field("n").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  /** Records that come together, by key, when the watermark is there. */
  private record Moment(long watermark, List<List<Event>> byKey) {}

  @Test
  public void latenessOfThreeHours_panesAreThoseOfTheModel() {
    checkAccumulatingAndDiscarding(61, Duration.ofHours(3));
  }

  @Test
  public void latenessOfADay_panesAreThoseOfTheModel() {
    checkAccumulatingAndDiscarding(62, Duration.ofDays(1));
  }

  @Test
  public void latenessLongerThanAnyWindow_panesAreThoseOfTheModel() {
    checkAccumulatingAndDiscarding(63, Duration.ofHours(30));
  }

  @Test
  public void noLateness_panesAreThoseOfTheModel() {
    applyWithoutLateness(64);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noLateness_windowsInState_panesAreThoseOfTheModel_andWhatIsTooLateIsCounted() {
    StateOptions options = pipeline.getOptions().as(StateOptions.class);
    options.setWindowsInState(true);
    options.setStateBuckets(2);
    Map<String, Expected> expected = applyWithoutLateness(65);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    // Sessions are not kept in the state: the runner drops what is too late for them.
    expected.remove("sessions");
    expected.forEach(
        (kind, each) ->
            assertThat(kind, Counters.of(result, kind + "/records_late"), equalTo(each.dropped())));
  }

  private void checkAccumulatingAndDiscarding(long seed, Duration lateness) {
    List<Moment> moments = moments(new Random(seed));
    PCollection<Row> input = pipeline.apply(stream(moments)).setRowSchema(EVENT);
    List<String> fired = new ArrayList<>();
    KINDS.forEach(
        (name, kind) -> {
          String what = "seed " + seed + ", " + name + " late by " + lateness;
          Aggregate accumulating = sums(kind).withAllowedLateness(lateness);
          Expected whole = Expected.of(moments, kind, lateness, true);
          PCollection<Row> wholes = input.apply(name + " accumulating", accumulating);
          assertPanes(what + ", accumulating", wholes, whole.panes());
          Aggregate discarding = accumulating.withFirings(Firings.onTime().lateEach().discarding());
          Expected part = Expected.of(moments, kind, lateness, false);
          PCollection<Row> parts = input.apply(name + " discarding", discarding);
          assertPanes(what + ", discarding", parts, part.panes());
          assertCounts(what + ", discarding", parts, part);
          fired.addAll(part.panes());
        });
    assertThat("some fire late", fired.toString().contains(" late "), equalTo(true));
    pipeline.run().waitUntilFinish();
  }

  private Map<String, Expected> applyWithoutLateness(long seed) {
    List<Moment> moments = moments(new Random(seed));
    PCollection<Row> input = pipeline.apply(stream(moments)).setRowSchema(EVENT);
    Map<String, Expected> all = new LinkedHashMap<>();
    KINDS.forEach(
        (name, kind) -> {
          String what = "seed " + seed + ", " + name;
          Expected expected = Expected.of(moments, kind, Duration.ZERO, true);
          PCollection<Row> out = input.apply(name, sums(kind).withStepName(name));
          assertPanes(what, out, expected.panes());
          assertCounts(what, out, expected);
          all.put(name, expected);
        });
    return all;
  }

  private static Aggregate sums(Kind kind) {
    return Aggregate.by("key").over(kind.windows()).count("count").sum("n", "sum").withPane();
  }

  private static void assertPanes(String what, PCollection<Row> out, List<String> expected) {
    PAssert.that(what, out)
        .satisfies(
            rows -> {
              List<String> found = new ArrayList<>();
              rows.forEach(row -> found.add(line(row)));
              found.sort(null);
              assertThat(what, found, equalTo(expected));
              return null;
            });
  }

  /** Of panes that each have what is new: all that is not in one of them was too late. */
  private static void assertCounts(String what, PCollection<Row> out, Expected expected) {
    long assigned = expected.assigned();
    long dropped = expected.dropped();
    assertThat(what + ", some are too late", dropped, greaterThan(0L));
    PAssert.that(what, out)
        .satisfies(
            rows -> {
              long counted = 0;
              for (Row row : rows) {
                counted += row.getInt64("count");
              }
              assertThat(what, counted + dropped, equalTo(assigned));
              return null;
            });
  }

  private static String line(Row row) {
    Row pane = row.getRow("pane");
    return row.getString("key")
        + " "
        + row.getDateTime("window_start").getMillis()
        + " "
        + row.getDateTime("window_end").getMillis()
        + " "
        + row.getInt64("count")
        + " "
        + row.getInt64("sum")
        + " "
        + pane.getString("timing")
        + " "
        + pane.getInt64("index")
        + " "
        + pane.getBoolean("is_final");
  }

  /**
   * What the model says of all keys.
   *
   * @param assigned how many records there are, each counted for each of its windows
   * @param dropped how many of these are too late
   */
  private record Expected(List<String> panes, long assigned, long dropped) {

    static Expected of(List<Moment> moments, Kind kind, Duration lateness, boolean accumulating) {
      List<String> panes = new ArrayList<>();
      long assigned = 0;
      long dropped = 0;
      for (int key = 0; key < KEYS; key++) {
        LatenessModel model =
            new LatenessModel(
                kind.cut(), !kind.windows().isNonMerging(), lateness.toMillis(), accumulating);
        for (Moment moment : moments) {
          model.advance(moment.watermark());
          model.arrive(moment.byKey().get(key));
        }
        model.advance(Long.MAX_VALUE);
        for (String pane : model.panes()) {
          panes.add("k" + key + " " + pane);
        }
        assigned += model.assigned();
        dropped += model.dropped();
      }
      panes.sort(null);
      return new Expected(panes, assigned, dropped);
    }
  }

  private static List<Moment> moments(Random random) {
    List<Moment> moments = new ArrayList<>();
    int hours = 0;
    for (int i = 0; i < MOMENTS; i++) {
      List<List<Event>> byKey = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        List<Event> events = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          int hour = hours + random.nextInt(24) - random.nextInt(80);
          events.add(new Event(about(hour, random), (long) random.nextInt(1 << 30)));
        }
        byKey.add(events);
      }
      moments.add(new Moment(about(hours, random), byKey));
      hours += 1 + random.nextInt(18);
    }
    return moments;
  }

  // On the hour, or a millisecond before or after.
  private static long about(int hour, Random random) {
    return START + hour * HOUR + random.nextInt(3) - 1;
  }

  private static TestStream<Row> stream(List<Moment> moments) {
    TestStream.Builder<Row> stream = TestStream.create(EVENT);
    for (Moment moment : moments) {
      List<TimestampedValue<Row>> records = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        for (Event event : moment.byKey().get(key)) {
          records.add(
              TimestampedValue.of(
                  Row.withSchema(EVENT).addValues("k" + key, event.n()).build(),
                  Instant.ofEpochMilli(event.time())));
        }
      }
      stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(moment.watermark()));
      stream = add(stream, records);
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings("unchecked")
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> records) {
    return stream.addElements(
        records.get(0), records.subList(1, records.size()).toArray(new TimestampedValue[0]));
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    Duration tenHours = Duration.ofHours(10);
    kinds.put("fixed", new Kind(Windows.fixed(tenHours), NaiveAggregate.fixed(tenHours)));
    Duration half = Duration.ofHours(12);
    Duration fiveHours = Duration.ofHours(5);
    kinds.put(
        "sliding",
        new Kind(Windows.sliding(half, fiveHours), NaiveAggregate.sliding(half, fiveHours)));
    Duration gap = Duration.ofHours(6);
    kinds.put("sessions", new Kind(Windows.sessions(gap), NaiveAggregate.sessions(gap)));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    kinds.put("days", new Kind(Windows.days(berlin), NaiveAggregate.days(berlin)));
    return kinds;
  }
}
