package io.summerbeam.sdk.window;

import java.time.Duration;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** What leaves when, of numbers of records in windows of ten minutes. */
public class FiringsStreamTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final WindowFn<Object, ? extends BoundedWindow> TEN_MINUTES =
      Windows.fixed(Duration.ofMinutes(10));

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  private TestStream.Builder<String> stream =
      TestStream.create(StringUtf8Coder.of()).advanceWatermarkTo(START);

  @Test
  public void onTime_firesOnceAtTheEnd() {
    records(1, 2);
    wait(3_600);
    records(3);
    watermark(10);
    expect(Firings.onTime(), TEN_MINUTES, "00:00-00:10 3 ON_TIME last");
  }

  @Test
  public void earlyEvery_accumulating_firesSoLongAfterTheFirstRecord() {
    records(1, 2);
    wait(9);
    records(3);
    wait(1);
    wait(3_600);
    records(4);
    wait(10);
    watermark(10);
    expect(
        Firings.parse("early every PT10S"),
        TEN_MINUTES,
        "00:00-00:10 3 EARLY",
        "00:00-00:10 4 EARLY",
        "00:00-00:10 4 ON_TIME last");
  }

  @Test
  public void earlyEvery_discarding_firesWhatIsNew() {
    records(1, 2);
    wait(10);
    records(3);
    wait(10);
    records(4);
    watermark(10);
    expect(
        Firings.parse("early every PT10S, discarding"),
        TEN_MINUTES,
        "00:00-00:10 2 EARLY",
        "00:00-00:10 1 EARLY",
        "00:00-00:10 1 ON_TIME last");
  }

  @Test
  public void earlyAfter_firesWhenSoManyHaveCome() {
    records(1);
    records(2);
    records(3);
    records(4);
    records(5);
    watermark(10);
    expect(
        Firings.parse("early after 2"),
        TEN_MINUTES,
        "00:00-00:10 2 EARLY",
        "00:00-00:10 4 EARLY",
        "00:00-00:10 5 ON_TIME last");
  }

  @Test
  public void earlyEveryAndAfter_whicheverComesFirst() {
    records(1);
    records(2);
    records(3);
    wait(10);
    records(4);
    records(5);
    watermark(10);
    expect(
        Firings.parse("early every PT10S, early after 2, discarding"),
        TEN_MINUTES,
        "00:00-00:10 2 EARLY",
        "00:00-00:10 1 EARLY",
        "00:00-00:10 2 EARLY",
        "00:00-00:10 0 ON_TIME last");
  }

  @Test
  public void lateEach_firesForEachUntilLatenessIsOver() {
    records(1, 2);
    watermark(10);
    records(3);
    records(4);
    watermark(20);
    records(5);
    expect(
        Firings.parse("late each"),
        TEN_MINUTES,
        "00:00-00:10 2 ON_TIME",
        "00:00-00:10 3 LATE",
        "00:00-00:10 4 LATE");
  }

  @Test
  public void lateEach_discarding_firesWhatIsNew() {
    records(1, 2);
    watermark(10);
    records(3);
    expect(
        Firings.parse("late each, discarding"),
        TEN_MINUTES,
        "00:00-00:10 2 ON_TIME",
        "00:00-00:10 1 LATE");
  }

  @Test
  public void lateEvery_firesSoLongAfterTheFirstLateRecord() {
    records(1, 2);
    watermark(10);
    records(3);
    wait(59);
    records(4);
    wait(1);
    records(5);
    wait(60);
    expect(
        Firings.parse("late every PT1M"),
        TEN_MINUTES,
        "00:00-00:10 2 ON_TIME",
        "00:00-00:10 4 LATE",
        "00:00-00:10 5 LATE");
  }

  @Test
  public void early_slidingWindows_fireEachForItself() {
    records(7);
    wait(10);
    watermark(10);
    records(12);
    wait(10);
    expect(
        Firings.parse("early every PT10S"),
        Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(5)),
        "00:00-00:10 1 EARLY",
        "00:05-00:15 1 EARLY",
        "00:00-00:10 1 ON_TIME last",
        "00:05-00:15 2 EARLY",
        "00:10-00:20 1 EARLY",
        "00:05-00:15 2 ON_TIME last",
        "00:10-00:20 1 ON_TIME last");
  }

  @Test
  public void early_sessions_fireAsTheyGrow() {
    records(1);
    wait(10);
    records(3);
    wait(10);
    records(8);
    expect(
        Firings.parse("early every PT10S"),
        Windows.sessions(Duration.ofMinutes(5)),
        "00:01-00:06 1 EARLY",
        "00:01-00:08 2 EARLY",
        "00:01-00:08 2 ON_TIME last",
        "00:08-00:13 1 ON_TIME last");
  }

  @Test
  public void early_global_fireAgainAndAgain() {
    records(1);
    wait(10);
    watermark(1_000);
    records(3);
    wait(10);
    expect(
        Firings.parse("early every PT10S"),
        Windows.global(),
        "global 1 EARLY",
        "global 2 EARLY",
        "global 2 ON_TIME last");
  }

  private void records(int... minutes) {
    for (int minute : minutes) {
      stream =
          stream.addElements(
              TimestampedValue.of(
                  "key", START.plus(org.joda.time.Duration.standardMinutes(minute))));
    }
  }

  private void wait(int seconds) {
    stream = stream.advanceProcessingTime(org.joda.time.Duration.standardSeconds(seconds));
  }

  private void watermark(int minute) {
    stream = stream.advanceWatermarkTo(START.plus(org.joda.time.Duration.standardMinutes(minute)));
  }

  private void expect(
      Firings firings, WindowFn<Object, ? extends BoundedWindow> windows, String... panes) {
    Window<String> window =
        Window.<String>into(windows)
            .triggering(firings.trigger(windows))
            .withAllowedLateness(
                org.joda.time.Duration.standardMinutes(firings.firesLate() ? 5 : 0));
    PCollection<String> fired =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply(
                firings.isAccumulating()
                    ? window.accumulatingFiredPanes()
                    : window.discardingFiredPanes())
            .apply(Count.perElement())
            .apply(ParDo.of(new PaneTextFn()));
    PAssert.that(fired).containsInAnyOrder(panes);
    pipeline.run();
  }
}
