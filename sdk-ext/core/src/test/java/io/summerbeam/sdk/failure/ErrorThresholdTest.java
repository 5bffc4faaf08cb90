package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Windows;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

public class ErrorThresholdTest {

  private static final TupleTag<Long> OUT = new TupleTag<>("out") {};
  private static final TupleTag<ErrorCount> COUNTS = new TupleTag<>("counts") {};
  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");
  private static final org.joda.time.Duration HOUR = org.joda.time.Duration.standardHours(1);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void ratio_isExceededByMoreThanThatAndExactly() {
    ErrorThreshold threshold = ErrorThreshold.ratio(0.29).withMinimumRecords(1);
    // In floating point, 0.29 * 100 is less than 29.
    assertThat(threshold.isExceededBy(new ErrorCount(100, 29)), equalTo(false));
    assertThat(threshold.isExceededBy(new ErrorCount(100, 30)), equalTo(true));
    assertThat(threshold.isExceededBy(new ErrorCount(0, 0)), equalTo(false));
    assertThat(
        ErrorThreshold.ratio(0).withMinimumRecords(1).isExceededBy(new ErrorCount(9, 0)),
        equalTo(false));
    assertThat(
        ErrorThreshold.ratio(0).withMinimumRecords(1).isExceededBy(new ErrorCount(9, 1)),
        equalTo(true));
  }

  @Test
  public void ratio_belowItsMinimum_isNotExceeded() {
    ErrorThreshold threshold = ErrorThreshold.ratio(0.05);
    assertThat(threshold.isExceededBy(new ErrorCount(99, 99)), equalTo(false));
    assertThat(threshold.isExceededBy(new ErrorCount(100, 6)), equalTo(true));
  }

  @Test
  public void count_isExceededByMoreThanThat() {
    ErrorThreshold threshold = ErrorThreshold.count(2);
    assertThat(threshold.isExceededBy(new ErrorCount(1000, 2)), equalTo(false));
    assertThat(threshold.isExceededBy(new ErrorCount(3, 3)), equalTo(true));
    assertThat(threshold.isExceededByPart(new ErrorCount(3, 3)), equalTo(true));
    assertThat(
        ErrorThreshold.ratio(0).withMinimumRecords(1).isExceededByPart(new ErrorCount(3, 3)),
        equalTo(false));
  }

  @Test
  public void exception_saysHowManyAndWhen() {
    assertThat(
        ErrorThreshold.ratio(0.05)
            .exception("Validate", new ErrorCount(1000, 120), GlobalWindow.INSTANCE)
            .getMessage(),
        equalTo(
            "Validate: more than 5% of the records failed: 120 of 1,000. The dead letters say"
                + " why."));
    ErrorThreshold daily = ErrorThreshold.count(1000).over(Windows.days(ZoneOffset.UTC));
    assertThat(
        daily
            .exception("Validate", new ErrorCount(2_000_000, 1001), daily.windowOf(NOON))
            .getMessage(),
        equalTo(
            "Validate: more than 1,000 records failed: 1,001 of 2,000,000, with event times from"
                + " 2001-01-01T00:00:00.000Z to 2001-01-02T00:00:00.000Z. The dead letters say"
                + " why."));
  }

  @Test
  public void bounded_wholeInput_isOneCountOfAllWorkers() {
    count(numbers(100, 6), ErrorThreshold.ratio(0.05));

    assertThat(
        stopped(), containsString("Step: more than 5% of the records failed: 6 of 100. The"));
  }

  @Test
  public void bounded_notTooMany_goesOn() {
    count(numbers(100, 5), ErrorThreshold.ratio(0.05));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void bounded_inWindowsOfItsOwn_isStillCountedAsAWhole() {
    PCollection<Long> hourly = numbers(100, 6).apply("Hourly", Window.into(FixedWindows.of(HOUR)));
    count(hourly, ErrorThreshold.ratio(0.05));
    assertThat(stopped(), containsString("6 of 100"));
  }

  @Test
  public void over_windows_eachIsCountedForItself() {
    // An hour for each record: none has more than one error.
    count(numbers(100, 6), ErrorThreshold.count(1).over(Windows.fixed(Duration.ofHours(1))));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void over_windows_oneOfThemHasTooMany_isNamed() {
    count(
        numbers(100, 6),
        ErrorThreshold.ratio(0.2).withMinimumRecords(1).over(Windows.fixed(Duration.ofHours(12))));
    assertThat(
        stopped(),
        containsString(
            "6 of 12, with event times from 2001-01-01T12:00:00.000Z to 2001-01-02T00:00:00.000Z"));
  }

  @Test
  public void unbounded_earlyInItsWindow_stopsAfterSomeProcessingTime() {
    TestStream<Long> stream =
        TestStream.create(VarLongCoder.of())
            .addElements(
                TimestampedValue.of(-1L, NOON),
                TimestampedValue.of(-1L, NOON),
                TimestampedValue.of(1L, NOON))
            .advanceProcessingTime(org.joda.time.Duration.standardSeconds(31))
            .advanceWatermarkToInfinity();
    count(
        pipeline.apply(stream),
        ErrorThreshold.ratio(0.5)
            .withMinimumRecords(3)
            .over(Windows.days(ZoneOffset.UTC))
            .withCheckEvery(Duration.ofSeconds(30)));
    assertThat(stopped(), containsString("Step: more than 50% of the records failed: 2 of 3"));
  }

  @Test
  public void unbounded_withoutWindows_isRefused() {
    PCollection<Long> stream =
        pipeline.apply(TestStream.create(VarLongCoder.of()).advanceWatermarkToInfinity());
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> count(stream, ErrorThreshold.count(1)))
            .getMessage(),
        containsString("an unbounded input is counted in windows"));
  }

  @Test
  public void unbounded_withinATimeOfTheClock_stopsWhateverTheEventTimesAre() {
    TestStream<Long> stream =
        TestStream.create(VarLongCoder.of())
            .addElements(
                TimestampedValue.of(-1L, NOON),
                TimestampedValue.of(1L, NOON.plus(HOUR)),
                TimestampedValue.of(-1L, NOON.plus(HOUR.multipliedBy(1000))))
            .advanceWatermarkToInfinity();
    count(pipeline.apply(stream), ErrorThreshold.count(1).within(Duration.ofDays(1)));
    assertThat(stopped(), containsString("Step: more than 1 record failed within PT24H: 2 of "));
  }

  @Test
  public void unbounded_withinATimeOfTheClock_notTooMany_goesOn() {
    TestStream<Long> stream =
        TestStream.create(VarLongCoder.of())
            .addElements(-1L, 1L)
            .addElements(-1L, 1L)
            .advanceWatermarkToInfinity();
    count(
        pipeline.apply(stream),
        ErrorThreshold.ratio(0.5).withMinimumRecords(1).within(Duration.ofDays(1)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void bounded_withinATimeOfTheClock_stops() {
    count(numbers(100, 6), ErrorThreshold.ratio(0.05).within(Duration.ofDays(1)));
    assertThat(
        stopped(),
        containsString("Step: more than 5% of the records failed within PT24H: 6 of 100, from "));
  }

  @Test
  public void recentErrors_breakInAnyStretchOfTheTime() {
    ErrorThreshold threshold = ErrorThreshold.count(2).within(Duration.ofMinutes(1));
    RecentErrors recent =
        RecentErrors.NONE
            .plus(new ErrorCount(100, 5, 1), 1000)
            .plus(new ErrorCount(109, 5, 1), 1000);
    assertThat(recent.broken(threshold, 109, 10), equalTo(null));
    // Eleven slices are more than the time.
    assertThat(
        recent.plus(new ErrorCount(110, 5, 1), 1000).broken(threshold, 110, 10), equalTo(null));
    assertThat(
        recent.plus(new ErrorCount(109, 5, 1), 1000).broken(threshold, 109, 10),
        equalTo(new ErrorCount(100, 15, 3)));
    // One that comes in after those behind it.
    assertThat(
        recent.plus(new ErrorCount(104, 5, 1), 1000).broken(threshold, 104, 10),
        equalTo(new ErrorCount(100, 15, 3)));
    // What is old is forgotten.
    assertThat(
        recent.plus(new ErrorCount(119, 5, 2), 10),
        equalTo(
            RecentErrors.NONE
                .plus(new ErrorCount(109, 5, 1), 10)
                .plus(new ErrorCount(119, 5, 2), 10)));
  }

  @Test
  public void recentErrors_areStored() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        RecentErrors.RecentErrorsCoder.INSTANCE,
        RecentErrors.NONE.plus(new ErrorCount(-5, 3, 1), 9).plus(new ErrorCount(4, 3, 1), 9));
  }

  @Test
  public void tally_withinATimeOfTheClock_countsEachSliceForItself() {
    ErrorThreshold threshold = ErrorThreshold.count(1).within(Duration.ofMinutes(1));
    AtomicLong clock = new AtomicLong(60_000);
    ErrorTally tally =
        new ErrorTally(threshold, "Step", () -> java.time.Instant.ofEpochMilli(clock.get()));
    tally.record(GlobalWindow.INSTANCE, NOON, true);
    clock.addAndGet(6_000);
    tally.record(GlobalWindow.INSTANCE, NOON, true);
    assertThat(
        assertThrows(
                ErrorThresholdException.class,
                () -> tally.record(GlobalWindow.INSTANCE, NOON, true))
            .getMessage(),
        equalTo(
            "Step: more than 1 record failed within PT1M: 2 of 2, from 1970-01-01T00:01:06.000Z on,"
                + " by the clock. The dead letters say why."));
  }

  @Test
  public void tally_countOfOneBundle_stopsAtOnce() {
    ErrorTally tally = ErrorThreshold.count(1).tally("Step");
    tally.record(GlobalWindow.INSTANCE, NOON, true);
    tally.record(GlobalWindow.INSTANCE, NOON, false);
    assertThat(
        assertThrows(
                ErrorThresholdException.class,
                () -> tally.record(GlobalWindow.INSTANCE, NOON, true))
            .getMessage(),
        containsString("Step: more than 1 record failed: 2 of 3"));
  }

  @Test
  public void settings_thatMeanNothing_areRefused() {
    for (double ratio : new double[] {-0.1, 1, 5, Double.NaN}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> ErrorThreshold.ratio(ratio))
              .getMessage(),
          equalTo(
              "ErrorThreshold.ratio() must be from 0 to below 1 (0.05 is 5%), but was: " + ratio));
    }
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ErrorThreshold.count(-1)).getMessage(),
        equalTo("ErrorThreshold.count() must not be negative, but was: -1"));
    ErrorThreshold ratio = ErrorThreshold.ratio(0.1);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ratio.withMinimumRecords(0))
            .getMessage(),
        equalTo("withMinimumRecords() must be positive, but was: 0"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> ErrorThreshold.count(1).withMinimumRecords(5))
            .getMessage(),
        containsString("withMinimumRecords() is for ErrorThreshold.ratio()"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> ratio.withCheckEvery(Duration.ofNanos(1)))
            .getMessage(),
        equalTo("withCheckEvery() must be at least a millisecond, but was: PT0.000000001S"));
    for (Duration within : List.of(Duration.ofMillis(999), Duration.ofHours(25))) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> ratio.within(within)).getMessage(),
          equalTo("within() must be from a second to a day, but was: " + within));
    }
    Duration minute = Duration.ofMinutes(1);
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> ratio.over(Windows.fixed(minute)).within(minute))
            .getMessage(),
        containsString("Leave one of them out."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> ratio.within(minute).over(Windows.fixed(minute)))
            .getMessage(),
        containsString("Leave one of them out."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> ratio.within(minute).withCheckEvery(minute))
            .getMessage(),
        containsString("withCheckEvery() is for over()"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ratio.over(SlidingWindows.of(HOUR)))
            .getMessage(),
        containsString("takes windows that follow each other"));
    for (String text : List.of("sliding PT1H every PT5M", "sessions PT30M", "global")) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> ratio.over(Windows.parse(text)))
              .getMessage(),
          equalTo(
              "ErrorThreshold.over() takes windows that follow each other, such as"
                  + " Windows.fixed(Duration.ofMinutes(5)), but was given: "
                  + text
                  + ". A record must be counted once, and its window be over at some time."));
    }
  }

  @Test
  public void coder_keepsTheNumbers() throws Exception {
    for (ErrorCount count :
        List.of(ErrorCount.NONE, new ErrorCount(-7, Long.MAX_VALUE, Long.MAX_VALUE - 1))) {
      CoderProperties.coderDecodeEncodeEqual(ErrorCount.coder(), count);
    }
    CoderProperties.coderSerializable(ErrorCount.coder());
  }

  /** One record an hour from noon on; the first ones fail. */
  private PCollection<Long> numbers(int records, int errors) {
    List<TimestampedValue<Long>> numbers = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      numbers.add(
          TimestampedValue.of(
              i < errors ? -1L : 1L, NOON.plus(org.joda.time.Duration.standardHours(i))));
    }
    return pipeline.apply(Create.timestamped(numbers).withCoder(VarLongCoder.of()));
  }

  private static void count(PCollection<Long> numbers, ErrorThreshold threshold) {
    PCollectionTuple outputs =
        numbers.apply(
            "Count",
            ParDo.of(new NegativeFn(threshold)).withOutputTags(OUT, TupleTagList.of(COUNTS)));
    outputs.get(COUNTS).setCoder(ErrorCount.coder()).apply("Check", threshold.check("Step"));
  }

  private String stopped() {
    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(e.getCause().getClass().getName(), equalTo(ErrorThresholdException.class.getName()));
    return e.getMessage();
  }

  /** Negative numbers are errors. */
  private static final class NegativeFn extends DoFn<Long, Long> {

    private final ErrorThreshold threshold;
    private transient ErrorTally tally;

    NegativeFn(ErrorThreshold threshold) {
      this.threshold = threshold;
    }

    @Setup
    public void setup() {
      tally = threshold.tally("Step");
    }

    @ProcessElement
    public void process(@Element Long number, @Timestamp Instant time, BoundedWindow window) {
      tally.record(window, time, number < 0);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      tally.flush(context, COUNTS);
    }
  }
}
