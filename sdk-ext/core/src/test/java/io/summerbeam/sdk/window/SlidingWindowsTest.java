package io.summerbeam.sdk.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PartitioningWindowFn;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.junit.Test;

public class SlidingWindowsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Test
  public void record_isInEveryWindowThatContainsIt() {
    assertThat(
        sliding(Duration.ofMinutes(10), FIVE_MINUTES).windowsAt(time("2001-01-01T00:07:00Z")),
        contains(
            interval("2001-01-01T00:05:00Z", "2001-01-01T00:15:00Z"),
            interval("2001-01-01T00:00:00Z", "2001-01-01T00:10:00Z")));
    assertThat(
        sliding(Duration.ofMinutes(10), FIVE_MINUTES).windowsAt(time("2001-01-01T00:10:00Z")),
        contains(
            interval("2001-01-01T00:10:00Z", "2001-01-01T00:20:00Z"),
            interval("2001-01-01T00:05:00Z", "2001-01-01T00:15:00Z")));
  }

  @Test
  public void recordBefore1970_isInEveryWindowThatContainsIt() {
    assertThat(
        sliding(Duration.ofMinutes(10), FIVE_MINUTES).windowsAt(time("1969-07-20T20:17:40Z")),
        contains(
            interval("1969-07-20T20:15:00Z", "1969-07-20T20:25:00Z"),
            interval("1969-07-20T20:10:00Z", "1969-07-20T20:20:00Z")));
  }

  @Test
  public void sizeThatIsNoMultiple_givesMoreOrFewerWindows() {
    SlidingWindowFn windows = sliding(Duration.ofMinutes(7), FIVE_MINUTES);
    assertThat(
        windows.windowsAt(time("2001-01-01T00:06:59.999Z")),
        contains(
            interval("2001-01-01T00:05:00Z", "2001-01-01T00:12:00Z"),
            interval("2001-01-01T00:00:00Z", "2001-01-01T00:07:00Z")));
    assertThat(
        windows.windowsAt(time("2001-01-01T00:07:00Z")),
        contains(interval("2001-01-01T00:05:00Z", "2001-01-01T00:12:00Z")));
  }

  @Test
  public void manyTimes_areWhereASearchFindsThem() {
    Random random = new Random(20010101);
    for (int i = 0; i < 20_000; i++) {
      long every = 1 + random.nextInt(50);
      long size = every + random.nextInt(200);
      SlidingWindowFn windows = sliding(Duration.ofMillis(size), Duration.ofMillis(every));
      long near = random.nextBoolean() ? 0 : random.nextLong(-1L << 45, 1L << 45);
      // One after the other, for what is remembered of the one before.
      for (int j = 0; j < 5; j++) {
        long millis = near + random.nextInt(-300, 300);
        assertThat(
            windows + " at " + millis,
            windows.windowsAt(Instant.ofEpochMilli(millis)),
            equalTo(search(size, every, millis)));
        long passed = millis + random.nextInt(-300, 300);
        List<IntervalWindow> open = new ArrayList<>();
        windows.windowsAt(Instant.ofEpochMilli(millis), passed).forEachRemaining(open::add);
        List<IntervalWindow> wanted = new ArrayList<>(search(size, every, millis));
        wanted.removeIf(window -> window.maxTimestamp().getMillis() <= passed);
        Collections.reverse(wanted);
        assertThat(windows + " at " + millis + " after " + passed, open, equalTo(wanted));
      }
    }
  }

  private static List<IntervalWindow> search(long size, long every, long millis) {
    List<IntervalWindow> found = new ArrayList<>();
    for (long start = (millis / every + 1) * every; start >= millis - size; start -= every) {
      if (start <= millis && millis < start + size) {
        found.add(
            new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + size)));
      }
    }
    return found;
  }

  @Test
  public void parts_areAsLongAsTheirTimesHaveTheSameWindows() {
    Random random = new Random(1970);
    for (int i = 0; i < 20_000; i++) {
      long every = 1 + random.nextInt(50);
      long size = every + random.nextInt(200);
      SlidingWindowFn windows = sliding(Duration.ofMillis(size), Duration.ofMillis(every));
      long near = random.nextBoolean() ? 0 : random.nextLong(-1L << 45, 1L << 45);
      Instant time = Instant.ofEpochMilli(near + random.nextInt(-300, 300));
      IntervalWindow part = windows.parts().assignWindow(time);
      String what = part + " of " + windows + " at " + time.getMillis();
      List<IntervalWindow> same = windows.windowsAt(time);
      assertTrue(what, !time.isBefore(part.start()) && time.isBefore(part.end()));
      assertThat(what, windows.windowsAt(part.start()), equalTo(same));
      assertThat(what, windows.windowsAt(part.maxTimestamp()), equalTo(same));
      assertThat(what, windows.windowsAt(part.start().minus(1)), not(equalTo(same)));
      assertThat(what, windows.windowsAt(part.end()), not(equalTo(same)));
    }
  }

  @Test
  public void parts_endWhereTheGlobalWindowDoes() {
    Instant last = GlobalWindow.INSTANCE.maxTimestamp();
    SlidingWindowFn windows = sliding(HOUR, Duration.ofMinutes(7));
    assertThat(windows.parts().assignWindow(last).maxTimestamp(), equalTo(last));
    assertThat(windows.parts().assignWindow(last.plus(1)).start(), equalTo(last.plus(1)));
  }

  @Test
  public void parts_ofTheSameWindows_areEqual() {
    PartitioningWindowFn<Object, IntervalWindow> parts = sliding(HOUR, FIVE_MINUTES).parts();
    assertThat(parts, equalTo(sliding(HOUR, FIVE_MINUTES).parts()));
    assertThat(parts.hashCode(), equalTo(sliding(HOUR, FIVE_MINUTES).parts().hashCode()));
    assertThat(parts, not(equalTo(sliding(HOUR.multipliedBy(2), FIVE_MINUTES).parts())));
    assertThat(parts, not(equalTo(sliding(HOUR, HOUR).parts())));
    assertThat(parts.toString(), equalTo("parts of sliding PT1H every PT5M"));
  }

  @Test
  public void since1970_areBeams() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      long every = 1 + random.nextInt(5_000);
      long size = every + random.nextInt(100_000);
      SlidingWindows beams =
          SlidingWindows.of(org.joda.time.Duration.millis(size))
              .every(org.joda.time.Duration.millis(every));
      Instant time = Instant.ofEpochMilli(random.nextLong(1L << 42));
      assertThat(
          List.copyOf(sliding(Duration.ofMillis(size), Duration.ofMillis(every)).windowsAt(time)),
          equalTo(List.copyOf(beams.assignWindows(time))));
    }
  }

  @Test
  public void firstTimeThereIs_isInTheWindowsThatContainIt() {
    Instant first = BoundedWindow.TIMESTAMP_MIN_VALUE;
    List<IntervalWindow> windows = sliding(HOUR, FIVE_MINUTES).windowsAt(first);
    assertThat(windows, hasSize(12));
    for (IntervalWindow window : windows) {
      assertFalse(window.start().isAfter(first));
      assertTrue(window.end().isAfter(first));
    }
  }

  @Test
  public void lastWindows_endWhereTheGlobalWindowDoes() {
    Instant last = GlobalWindow.INSTANCE.maxTimestamp();
    SlidingWindowFn sliding = sliding(HOUR, FIVE_MINUTES);
    for (IntervalWindow window : sliding.windowsAt(last)) {
      assertThat(window.maxTimestamp(), equalTo(last));
    }
    for (IntervalWindow window : sliding.windowsAt(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      assertFalse(window.maxTimestamp().isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE));
      assertTrue(window.end().isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
    // What is remembered of the last time is of no use one millisecond later.
    Instant behind = last.plus(org.joda.time.Duration.millis(1));
    sliding.windowsAt(last);
    assertThat(sliding.windowsAt(behind), equalTo(sliding(HOUR, FIVE_MINUTES).windowsAt(behind)));
    assertThat(sliding.windowsAt(last), equalTo(sliding(HOUR, FIVE_MINUTES).windowsAt(last)));
  }

  @Test
  public void timesWithTheSameWindows_areGivenTheSameObject() {
    SlidingWindowFn windows = sliding(HOUR, FIVE_MINUTES);
    assertThat(
        windows.windowsAt(time("2001-01-01T00:00:00Z")),
        sameInstance(windows.windowsAt(time("2001-01-01T00:04:59.999Z"))));
  }

  @Test
  public void sizeAndPeriod_areTold() {
    assertThat(sliding(HOUR, FIVE_MINUTES).size(), equalTo(HOUR));
    assertThat(sliding(HOUR, FIVE_MINUTES).every(), equalTo(FIVE_MINUTES));
  }

  @Test
  public void oneWindowARecord_whereTheyDoNotOverlap() {
    assertTrue(sliding(HOUR, HOUR).assignsToOneWindow());
    assertFalse(sliding(HOUR, FIVE_MINUTES).assignsToOneWindow());
    assertTrue(sliding(HOUR, FIVE_MINUTES).isNonMerging());
  }

  @Test
  public void sideInput_isTheEarliestWindowWithTheEndOfTheMainOne() {
    assertThat(
        sliding(Duration.ofMinutes(10), FIVE_MINUTES)
            .getDefaultWindowMappingFn()
            .getSideInputWindow(interval("2001-01-01T00:00:00Z", "2001-01-01T00:12:00Z")),
        equalTo(interval("2001-01-01T00:05:00Z", "2001-01-01T00:15:00Z")));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    sliding(HOUR, FIVE_MINUTES)
                        .getDefaultWindowMappingFn()
                        .getSideInputWindow(GlobalWindow.INSTANCE))
            .getMessage(),
        equalTo(
            "A side input in windows (sliding PT1H every PT5M) has no window for a main input in"
                + " the global one. Window both, or none."));
  }

  @Test
  public void writtenAlike_areEqualAndCompatible() throws Exception {
    SlidingWindowFn windows = sliding(HOUR, FIVE_MINUTES);
    SlidingWindowFn same = (SlidingWindowFn) Windows.parse(windows.toString());
    windows.windowsAt(Instant.now());
    assertThat(same, equalTo(windows));
    assertThat(same.hashCode(), equalTo(windows.hashCode()));
    assertTrue(windows.isCompatible(same));
    windows.verifyCompatibility(same);
    assertThat(SerializableUtils.clone(windows), equalTo(windows));
    assertThat(
        DisplayData.from(windows).asMap().values().iterator().next().getValue(),
        equalTo("sliding PT1H every PT5M"));
    CoderProperties.coderDecodeEncodeEqual(
        windows.windowCoder(), windows.windowsAt(Instant.now()).get(0));
  }

  @Test
  public void writtenDifferently_areNotCompatible() {
    SlidingWindowFn windows = sliding(HOUR, FIVE_MINUTES);
    for (SlidingWindowFn other :
        List.of(sliding(HOUR, HOUR), sliding(HOUR.multipliedBy(2), FIVE_MINUTES))) {
      assertThat(other, not(equalTo(windows)));
      assertFalse(windows.isCompatible(other));
      assertThrows(IncompatibleWindowException.class, () -> windows.verifyCompatibility(other));
    }
    assertFalse(sliding(HOUR, HOUR).isCompatible(Windows.fixed(HOUR)));
  }

  @Test
  public void gapsBetweenWindows_areRefused() {
    assertThat(
        refusal(FIVE_MINUTES, HOUR),
        equalTo(
            "Windows.sliding(): every must be at most the size PT5M, or records would be in no"
                + " window at all, but was: PT1H"));
  }

  @Test
  public void tooManyWindowsARecord_areRefused() {
    assertThat(
        refusal(Duration.ofDays(30), Duration.ofSeconds(1)),
        equalTo(
            "Windows.sliding(): a record may be in 10080 windows at most, but with size PT720H"
                + " every PT1S is in 2592000. Let them begin less often, or be shorter."));
    Duration week = Duration.ofDays(7);
    Duration minute = Duration.ofMinutes(1);
    assertThat(sliding(week, minute).windowsAt(Instant.now()), hasSize(10_080));
    assertThrows(IllegalArgumentException.class, () -> Windows.sliding(week.plusMillis(1), minute));
  }

  @Test
  public void durationsThatAreNone_areRefused() {
    assertThat(
        refusal(Duration.ZERO, FIVE_MINUTES),
        equalTo(
            "Windows.sliding(): the size must be a positive number of milliseconds, but was:"
                + " PT0S"));
    assertThat(
        refusal(HOUR, Duration.ofNanos(1_500_000)),
        equalTo(
            "Windows.sliding(): every must be a positive number of milliseconds, but was:"
                + " PT0.0015S"));
    assertThat(
        refusal(HOUR, Duration.ofMinutes(-5)),
        equalTo(
            "Windows.sliding(): every must be a positive number of milliseconds, but was: PT-5M"));
  }

  private static String refusal(Duration size, Duration every) {
    return assertThrows(IllegalArgumentException.class, () -> Windows.sliding(size, every))
        .getMessage();
  }

  private static SlidingWindowFn sliding(Duration size, Duration every) {
    return (SlidingWindowFn) Windows.sliding(size, every);
  }

  private static Instant time(String iso) {
    return Instant.parse(iso);
  }

  private static IntervalWindow interval(String start, String end) {
    return new IntervalWindow(Instant.parse(start), Instant.parse(end));
  }
}
