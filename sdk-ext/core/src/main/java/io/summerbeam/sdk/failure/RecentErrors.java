package io.summerbeam.sdk.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;

/**
 * What was counted lately, slice by slice of the clock. Not changed once it is made: each count
 * gives another one.
 */
final class RecentErrors {

  /** Nothing. */
  static final RecentErrors NONE = new RecentErrors(new TreeMap<>());

  private final NavigableMap<Long, ErrorCount> slices;

  private RecentErrors(NavigableMap<Long, ErrorCount> slices) {
    this.slices = slices;
  }

  /**
   * With one more count, of the slice that it says.
   *
   * @param keep how many slices before the last one are kept
   */
  RecentErrors plus(ErrorCount count, long keep) {
    NavigableMap<Long, ErrorCount> more = new TreeMap<>(slices);
    more.merge(count.slice(), count, ErrorCount::plus);
    more.headMap(more.lastKey() - keep, false).clear();
    return new RecentErrors(more);
  }

  /**
   * The first stretch of so many slices, with that of the clock in it, that breaks a threshold;
   * null where none does.
   */
  @Nullable ErrorCount broken(ErrorThreshold threshold, long slice, int length) {
    for (long first = slice - length + 1; first <= slice; first++) {
      ErrorCount sum = new ErrorCount(first, 0, 0);
      for (ErrorCount each : slices.subMap(first, first + length).values()) {
        sum = sum.plus(each);
      }
      if (threshold.isExceededBy(sum)) {
        return sum;
      }
    }
    return null;
  }

  /** Its coder: the number of the slices, and three numbers for each. */
  static final class RecentErrorsCoder extends AtomicCoder<RecentErrors> {

    private static final long serialVersionUID = 1;

    static final RecentErrorsCoder INSTANCE = new RecentErrorsCoder();

    @Override
    public void encode(RecentErrors errors, OutputStream out) throws IOException {
      VarIntCoder.of().encode(errors.slices.size(), out);
      for (ErrorCount each : errors.slices.values()) {
        ErrorCount.coder().encode(each, out);
      }
    }

    @Override
    public RecentErrors decode(InputStream in) throws IOException {
      int size = VarIntCoder.of().decode(in);
      NavigableMap<Long, ErrorCount> slices = new TreeMap<>();
      for (int i = 0; i < size; i++) {
        ErrorCount count = ErrorCount.coder().decode(in);
        slices.put(count.slice(), count);
      }
      return new RecentErrors(slices);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecentErrors errors && slices.equals(errors.slices);
  }

  @Override
  public int hashCode() {
    return slices.hashCode();
  }
}
