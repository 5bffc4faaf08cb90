package io.summerbeam.sdk.window;

import java.time.Duration;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** The picture in the README of what fires when: what it shows is so. */
public class FiringsPictureTest {

  private static final WindowFn<Object, ? extends BoundedWindow> WINDOWS =
      Windows.parse("fixed PT10M");

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  @Test
  public void accumulating_eachFiringIsTheWholeSumSoFar() {
    expect(
        "early every PT1M, late each",
        "12:00-12:10 1 EARLY",
        "12:00-12:10 3 EARLY",
        "12:00-12:10 7 ON_TIME",
        "12:00-12:10 15 LATE");
  }

  @Test
  public void discarding_eachFiringIsWhatIsNew() {
    expect(
        "early every PT1M, late each, discarding",
        "12:00-12:10 1 EARLY",
        "12:00-12:10 2 EARLY",
        "12:00-12:10 4 ON_TIME",
        "12:00-12:10 8 LATE");
  }

  private void expect(String text, String... panes) {
    Firings firings = Firings.parse(text);
    Window<KV<String, Long>> window =
        Window.<KV<String, Long>>into(WINDOWS)
            .triggering(firings.trigger(WINDOWS))
            .withAllowedLateness(org.joda.time.Duration.standardMinutes(5));
    PAssert.that(
            pipeline
                .apply(stream())
                .apply(
                    firings.isAccumulating()
                        ? window.accumulatingFiredPanes()
                        : window.discardingFiredPanes())
                .apply(Sum.longsPerKey())
                .apply(ParDo.of(new PaneTextFn())))
        .containsInAnyOrder(panes);
    pipeline.run();
  }

  /** The watermark is half a minute behind the clock. */
  private static TestStream<KV<String, Long>> stream() {
    return TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .advanceWatermarkTo(time("12:01:00"))
        .addElements(record(1, "12:01:00"))
        .advanceProcessingTime(seconds(Duration.ofMinutes(1).plusSeconds(1)))
        .advanceWatermarkTo(time("12:03:00"))
        .addElements(record(2, "12:03:00"))
        .advanceProcessingTime(seconds(Duration.ofMinutes(1).plusSeconds(1)))
        .advanceWatermarkTo(time("12:09:00"))
        .addElements(record(4, "12:09:00"))
        .advanceWatermarkTo(time("12:10:00"))
        .addElements(record(8, "12:05:00"))
        .advanceWatermarkTo(time("12:15:00"))
        .addElements(record(16, "12:06:00"))
        .advanceWatermarkToInfinity();
  }

  private static TimestampedValue<KV<String, Long>> record(long amount, String time) {
    return TimestampedValue.of(KV.of("key", amount), time(time));
  }

  private static Instant time(String time) {
    return Instant.parse("2001-01-01T" + time + "Z");
  }

  private static org.joda.time.Duration seconds(Duration duration) {
    return org.joda.time.Duration.millis(duration.toMillis());
  }
}
