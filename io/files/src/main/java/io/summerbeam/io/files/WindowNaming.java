package io.summerbeam.io.files;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.joda.time.ReadableInstant;

/**
 * Names files after window, firing and shard: {@code
 * delays-20010101T000000Z-20010102T000000Z-00000-of-00001.jsonl}. The global window has no times,
 * the only firing of a window no number.
 */
record WindowNaming(String prefix, String suffix) implements FileIO.Write.FileNaming {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMdd'T'HHmmss")
          .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String getFilename(
      BoundedWindow window, PaneInfo pane, int numShards, int shardIndex, Compression compression) {
    StringBuilder name = new StringBuilder(prefix);
    if (window instanceof IntervalWindow interval) {
      name.append('-').append(time(interval.start())).append('-').append(time(interval.end()));
    } else if (!(window instanceof GlobalWindow)) {
      name.append('-').append(time(window.maxTimestamp()));
    }
    if (!(pane.isFirst() && pane.isLast())) {
      name.append(String.format(Locale.ROOT, "-pane-%05d", pane.getIndex()));
    }
    return name.append(
            String.format(Locale.ROOT, "-%05d-of-%05d.%s", shardIndex, numShards, suffix))
        .toString();
  }

  private static String time(ReadableInstant time) {
    return TIME.format(Instant.ofEpochMilli(time.getMillis()));
  }
}
