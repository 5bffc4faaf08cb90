package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class WindowNamingTest {

  private static final BoundedWindow DAY =
      new IntervalWindow(
          Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-02T00:00:00Z"));
  private static final PaneInfo ONLY = PaneInfo.ON_TIME_AND_ONLY_FIRING;

  private static String name(BoundedWindow window, PaneInfo pane, int shards, int shard) {
    return new WindowNaming("delays", "jsonl")
        .getFilename(window, pane, shards, shard, Compression.UNCOMPRESSED);
  }

  @Test
  public void window_namedByItsTimes() {
    assertThat(
        name(DAY, ONLY, 1, 0),
        equalTo("delays-20010101T000000Z-20010102T000000Z-00000-of-00001.jsonl"));
    assertThat(
        name(
            new IntervalWindow(Instant.ofEpochMilli(500), Instant.ofEpochMilli(1250)),
            PaneInfo.NO_FIRING,
            12,
            11),
        equalTo("delays-19700101T000000.5Z-19700101T000001.25Z-00011-of-00012.jsonl"));
  }

  @Test
  public void globalWindow_hasNoTimes() {
    assertThat(name(GlobalWindow.INSTANCE, ONLY, 2, 1), equalTo("delays-00001-of-00002.jsonl"));
  }

  @Test
  public void firing_numberedWhereItIsNotTheOnlyOne() {
    assertThat(
        name(DAY, PaneInfo.createPane(true, false, Timing.EARLY, 0, -1), 1, 0),
        equalTo("delays-20010101T000000Z-20010102T000000Z-pane-00000-00000-of-00001.jsonl"));
    assertThat(
        name(DAY, PaneInfo.createPane(false, true, Timing.LATE, 12, 3), 1, 0),
        equalTo("delays-20010101T000000Z-20010102T000000Z-pane-00012-00000-of-00001.jsonl"));
    assertThat(
        name(GlobalWindow.INSTANCE, PaneInfo.createPane(true, false, Timing.EARLY, 0, -1), 1, 0),
        equalTo("delays-pane-00000-00000-of-00001.jsonl"));
  }

  @Test
  public void windowOfAnotherKind_namedByItsEnd() {
    BoundedWindow window =
        new BoundedWindow() {
          @Override
          public Instant maxTimestamp() {
            return Instant.parse("2001-01-01T23:59:59.999Z");
          }
        };
    assertThat(
        name(window, ONLY, 1, 0), equalTo("delays-20010101T235959.999Z-00000-of-00001.jsonl"));
  }
}
