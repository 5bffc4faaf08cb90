package io.summerbeam.benchmarks.latency;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How late things were, in microseconds with three digits. Thread-safe. */
final class Latencies {

  private static final long LONGEST = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;
  private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

  static {
    PERCENTILES.put("p50", 50.0);
    PERCENTILES.put("p99", 99.0);
    PERCENTILES.put("p99.9", 99.9);
    PERCENTILES.put("max", 100.0);
  }

  private final ConcurrentHistogram histogram = new ConcurrentHistogram(LONGEST, DIGITS);

  /**
   * Something was so late.
   *
   * @throws IllegalStateException if it was there before its cause, which is a mistake in what
   *     measures
   */
  void add(long nanos) {
    if (nanos < 0) {
      throw new IllegalStateException("Nothing must come out before it is created, but it did.");
    }
    histogram.recordValue(Math.min(LONGEST, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** {@code count}, the percentiles, and the whole as HdrHistogram encodes it. */
  Map<String, String> figures() {
    Histogram copy = histogram.copy();
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("count", Long.toString(copy.getTotalCount()));
    PERCENTILES.forEach(
        (name, percentile) ->
            figures.put(name, Long.toString(copy.getValueAtPercentile(percentile))));
    figures.put("histogram", encoded(copy));
    return figures;
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }
}
