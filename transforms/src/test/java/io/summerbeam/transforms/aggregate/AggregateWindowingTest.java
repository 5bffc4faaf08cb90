package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What windows, firings, lateness, pane and fan-out accept together, and what they make of it. */
public class AggregateWindowingTest {

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addInt64Field("n").build();
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Firings EARLY = Firings.onTime().earlyEvery(Duration.ofSeconds(10));

  private int applied;

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void global_bounded_oneRowAGroup_withoutAWindow_atTheEndOfTime() {
    PCollection<Row> out =
        batch(at(0, "a", 1), at(90, "a", 2), at(5, "b", 4)).apply(counted().over(Windows.global()));

    assertThat(out.getSchema().getFieldNames(), equalTo(List.of("id", "count", "sum")));
    Instant end = GlobalWindow.INSTANCE.maxTimestamp();
    PAssert.that(out.apply(Reify.timestamps()))
        .containsInAnyOrder(
            TimestampedValue.of(row(out, "a", 2L, 3L), end),
            TimestampedValue.of(row(out, "b", 1L, 4L), end));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noOver_globalInput_isGlobal() {
    PCollection<Row> out =
        batch(at(0, "a", 1), at(90, "a", 2)).apply(counted().withHotKeyFanout(2).withPane());

    PAssert.that(out)
        .containsInAnyOrder(
            row(
                out,
                "a",
                2L,
                3L,
                Row.withSchema(Panes.SCHEMA).addValues("on_time", 0L, true).build()));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void global_unbounded_withoutEarlyFirings_isRefused() {
    String expected =
        "Aggregate: the global window of an unbounded input is never over, so it must fire early to"
            + " give anything, but it fires on time only. Say"
            + " withFirings(Firings.onTime().earlyEvery(...)), or over(Windows.fixed(...)) or"
            + " over(Windows.days(...)).";
    assertThat(message(() -> stream().apply(counted().over(Windows.global()))), equalTo(expected));
    assertThat(message(() -> stream().apply(counted())), equalTo(expected));
    assertThat(
        message(() -> stream().apply(counted().withFirings(Firings.onTime()))), equalTo(expected));
  }

  @Test
  public void global_lateness_isRefused() {
    Aggregate global = counted().over(Windows.global()).withFirings(EARLY);
    assertThat(
        message(() -> stream().apply(global.withAllowedLateness(Duration.ofHours(1)))),
        equalTo(
            "Aggregate: in the global window nothing is late, but withAllowedLateness() was: PT1H."
                + " Leave it out."));
    assertThat(
        message(() -> stream().apply(global.withFirings(EARLY.lateEach()))),
        containsString("in the global window nothing is late"));
  }

  @Test
  public void lateFirings_whereNothingLateIsTaken_areRefused() {
    assertThat(
        message(() -> stream().apply(hourly().withFirings(Firings.onTime().lateEach()))),
        equalTo(
            "Aggregate: a window fires late where it takes late records, but withFirings() was"
                + " 'late each' and no lateness is allowed. Say withAllowedLateness(...), or leave"
                + " out the late firing."));
  }

  @Test
  public void lateness_withoutLateFirings_isRefused() {
    assertThat(
        message(
            () ->
                stream()
                    .apply(hourly().withFirings(EARLY).withAllowedLateness(Duration.ofHours(1)))),
        equalTo(
            "Aggregate: what a window takes late must fire, but withFirings() was 'early every"
                + " PT10S' and the allowed lateness PT1H. Say lateEach() or lateEvery(...), or"
                + " leave out withAllowedLateness()."));
    PCollection<Row> lenient =
        stream()
            .apply(
                "lenient",
                Window.<Row>configure()
                    .withAllowedLateness(org.joda.time.Duration.standardHours(1))
                    .discardingFiredPanes());
    assertThat(
        message(() -> lenient.apply(hourly().withFirings(EARLY))),
        equalTo(
            "Aggregate: what a window takes late must fire, but withFirings() was 'early every"
                + " PT10S' and the allowed lateness PT1H, from the input. Say lateEach() or"
                + " lateEvery(...), or withAllowedLateness(Duration.ZERO)."));
    lenient.apply("none", hourly().withFirings(EARLY).withAllowedLateness(Duration.ZERO));
  }

  @Test
  public void windowsWithoutStartAndEnd_areRefused() {
    assertThat(
        message(() -> stream().apply(counted().over(new Eras()))),
        equalTo(
            "Aggregate: needs windows with a start and an end, or the global one, but has Eras. Say"
                + " over(Windows.fixed(...)) or over(Windows.days(...))."));
  }

  @Test
  public void withAllowedLateness_noDurationOfEventTime_isRefusedWhenCalled() {
    assertThat(
        message(() -> hourly().withAllowedLateness(Duration.ofMillis(-1))),
        equalTo("withAllowedLateness() must not be negative, but was: PT-0.001S"));
    assertThat(
        message(() -> hourly().withAllowedLateness(Duration.ofNanos(1))),
        containsString("must be a whole number of milliseconds"));
  }

  @Test
  public void withPane_nameTaken_isRefusedWhenCalled() {
    String expected =
        "Aggregate.withPane(): the output has a field 'pane' already. Name a key or function"
            + " otherwise.";
    assertThat(message(() -> Aggregate.by("pane").withPane()), equalTo(expected));
    assertThat(message(() -> counted().max("n", "pane").withPane()), equalTo(expected));
    assertThat(
        message(() -> counted().withPane().max("n", "pane")),
        equalTo(
            "Aggregate.max(n): the output has a field 'pane' already. Name each field of the output"
                + " once."));
    assertThat(
        stream().apply(hourly().max("n", "pane")).getSchema().getFieldNames(),
        equalTo(List.of("id", "window_start", "window_end", "count", "sum", "pane")));
  }

  @Test
  public void withHotKeyFanout_lessThanTwo_isRefusedWhenCalled() {
    assertThat(
        message(() -> hourly().withHotKeyFanout(1)),
        equalTo("withHotKeyFanout() must be at least 2 parts, but was: 1"));
  }

  @Test
  public void withHotKeyFanout_countingFirings_isRefused() {
    Aggregate hot = hourly().withHotKeyFanout(4);
    assertThat(
        message(() -> stream().apply(hot.withFirings(EARLY.earlyAfter(100)))),
        equalTo(
            "Aggregate: withHotKeyFanout(4) merges records before they could be counted, but"
                + " windows fire early after a number of records. Say earlyEvery(...), or leave one"
                + " of them out."));
    stream().apply("each", hot.withFirings(Firings.onTime().earlyAfter(1)));
  }

  @Test
  public void sliding_recordsAreCountedOnce_whateverTheWindows() {
    TimestampedValue<Row>[] events = events(at(7, "a", 1), at(8, "a", 2), at(16, "b", 4));
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "a -5", "2 3", "a 0", "2 3", "a 5", "2 3", "b 5", "1 4", "b 10", "1 4", "b 15",
                "1 4"));
    Aggregate sliding =
        counted().over(Windows.sliding(Duration.ofMinutes(15), Duration.ofMinutes(5)));
    assertWindows(batch(events).apply(sliding), expected);
    assertWindows(
        batch(events)
            .apply("into", Window.into(SlidingWindows.of(minutes(15)).every(minutes(5))))
            .apply("input's", counted().withStepName("Inputs")),
        expected);
    assertWindows(
        batch(events)
            .apply(
                "uneven",
                counted()
                    .over(Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(4)))
                    .withStepName("Uneven")),
        new TreeMap<>(
            Map.of(
                "a 0", "2 3", "a 4", "2 3", "a 8", "1 2", "b 8", "1 4", "b 12", "1 4", "b 16",
                "1 4")));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    for (String step : List.of("Aggregate", "Inputs", "Uneven")) {
      assertThat(Counters.of(result, step + "/records_in"), equalTo(3L));
      assertThat(Counters.of(result, step + "/records_out"), equalTo(6L));
    }
  }

  // By group and minute of the start: count and sum.
  private static void assertWindows(PCollection<Row> out, Map<String, String> expected) {
    PAssert.that(out)
        .satisfies(
            rows -> {
              List<String> found = new ArrayList<>();
              rows.forEach(
                  row ->
                      found.add(
                          row.getString("id")
                              + " "
                              + (row.getDateTime("window_start").getMillis() - START.getMillis())
                                  / 60_000
                              + "="
                              + row.getInt64("count")
                              + " "
                              + row.getInt64("sum")));
              found.sort(null);
              List<String> wanted = new ArrayList<>();
              expected.forEach((window, values) -> wanted.add(window + "=" + values));
              wanted.sort(null);
              assertThat(found, equalTo(wanted));
              return null;
            });
  }

  @Test
  public void displayData_saysWhatWasSet() {
    Map<String, Object> shown = new TreeMap<>();
    DisplayData.from(
            hourly()
                .withFirings(EARLY.lateEach())
                .withAllowedLateness(Duration.ofHours(2))
                .withPane()
                .withHotKeyFanout(3))
        .items()
        .forEach(item -> shown.put(item.getKey(), item.getValue()));

    assertThat(shown.get("firings"), equalTo("early every PT10S, late each"));
    assertThat(shown.get("allowedLateness"), equalTo("PT2H"));
    assertThat(shown.get("pane"), equalTo(true));
    assertThat(shown.get("hotKeyFanout"), equalTo(3L));
    assertThat(shown.get("windows"), equalTo("fixed PT1H"));
  }

  @Test
  public void configuration_ofWindows_isTheSame() {
    PCollectionRowTuple out =
        PCollectionRowTuple.of(
                "input",
                pipeline
                    .apply(
                        TestStream.create(EVENT)
                            .addElements(at(0, "a", 1))
                            .advanceProcessingTime(org.joda.time.Duration.standardSeconds(11))
                            .advanceWatermarkTo(START.plus(minutes(60)))
                            .addElements(at(1, "a", 2))
                            .advanceWatermarkToInfinity())
                    .setRowSchema(EVENT))
            .apply(
                new AggregateSchemaTransformProvider()
                    .from(
                        AggregateSchemaTransformProvider.Configuration.builder()
                            .setBy(List.of("id"))
                            .setWindows("sliding PT1H every PT1H")
                            .setFirings("early every PT10S, late each, discarding")
                            .setAllowedLateness("PT1H")
                            .setPane(true)
                            .setHotKeyFanout(2)
                            .setFunctions(
                                List.of(
                                    AggregateSchemaTransformProvider.Function.of(
                                        "sum", "n", null, "sum")))
                            .build()));

    PCollection<Row> rows = out.get("output");
    Instant end = START.plus(minutes(60));
    PAssert.that(rows)
        .containsInAnyOrder(
            row(rows, "a", START, end, 1L, pane("on_time", 0)),
            row(rows, "a", START, end, 2L, pane("late", 1)));
    pipeline.run().waitUntilFinish();
  }

  private static Row pane(String timing, long index) {
    return Row.withSchema(Panes.SCHEMA).addValues(timing, index, false).build();
  }

  private static Aggregate counted() {
    return Aggregate.by("id").count("count").sum("n", "sum");
  }

  private static Aggregate hourly() {
    return counted().over(Windows.fixed(Duration.ofHours(1)));
  }

  @SafeVarargs
  private static TimestampedValue<Row>[] events(TimestampedValue<Row>... events) {
    return events;
  }

  @SafeVarargs
  private PCollection<Row> batch(TimestampedValue<Row>... events) {
    return pipeline
        .apply(
            "Create " + applied++,
            Create.timestamped(List.of(events)).withCoder(RowCoder.of(EVENT)))
        .setRowSchema(EVENT);
  }

  private PCollection<Row> stream() {
    return pipeline
        .apply("Stream " + applied++, TestStream.create(EVENT).advanceWatermarkToInfinity())
        .setRowSchema(EVENT);
  }

  private static TimestampedValue<Row> at(int minute, String id, long n) {
    return TimestampedValue.of(
        Row.withSchema(EVENT).addValues(id, n).build(), START.plus(minutes(minute)));
  }

  private static org.joda.time.Duration minutes(int minutes) {
    return org.joda.time.Duration.standardMinutes(minutes);
  }

  private static Row row(PCollection<Row> out, Object... values) {
    return Row.withSchema(out.getSchema()).addValues(values).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  /** Windows that are none of those Beam has. */
  private static final class Eras extends NonMergingWindowFn<Object, BoundedWindow> {

    @Override
    public Collection<BoundedWindow> assignWindows(AssignContext context) {
      return List.of(context.window());
    }

    @SuppressWarnings("deprecation") // Beam deprecates it and asks it still.
    @Override
    public boolean isCompatible(WindowFn<?, ?> other) {
      return equals(other);
    }

    @Override
    public void verifyCompatibility(WindowFn<?, ?> other) throws IncompatibleWindowException {}

    @Override
    public Coder<BoundedWindow> windowCoder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WindowMappingFn<BoundedWindow> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException();
    }
  }
}
