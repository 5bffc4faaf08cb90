package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a group that have been closed, as far as they are remembered. Of windows that
 * follow each other it keeps where they begin and end together: of a group that has records in each
 * window, one pair of times. Immutable.
 */
final class ClosedWindows {

  static final ClosedWindows NONE = new ClosedWindows(List.of());

  /** By start, then by end. */
  private final List<Span> spans;

  private ClosedWindows(List<Span> spans) {
    this.spans = spans;
  }

  private record Span(long start, long end) {}

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Whether this window has been closed; {@code kind} is that of all of them. */
  boolean has(IntervalWindow window, WindowKind kind) {
    long start = window.start().getMillis();
    long end = window.end().getMillis();
    for (Span span : spans) {
      if (kind == WindowKind.IN_A_ROW
          ? span.start <= start && end <= span.end
          : span.start == start && span.end == end) {
        return true;
      }
    }
    return false;
  }

  /** The first session that was closed and that this one would have become a part of. */
  @Nullable IntervalWindow meeting(IntervalWindow session) {
    for (Span span : spans) {
      if (span.start < session.end().getMillis() && session.start().getMillis() < span.end) {
        return new IntervalWindow(Instant.ofEpochMilli(span.start), Instant.ofEpochMilli(span.end));
      }
    }
    return null;
  }

  /** These and one more. */
  ClosedWindows with(IntervalWindow window, WindowKind kind) {
    long start = window.start().getMillis();
    long end = window.end().getMillis();
    List<Span> more = new ArrayList<>(spans.size() + 1);
    for (Span span : spans) {
      if (kind == WindowKind.IN_A_ROW && span.end == start) {
        start = span.start;
      } else if (kind == WindowKind.IN_A_ROW && span.start == end) {
        end = span.end;
      } else {
        more.add(span);
      }
    }
    int at = 0;
    while (at < more.size()
        && (more.get(at).start < start
            || (more.get(at).start == start && more.get(at).end < end))) {
      at++;
    }
    more.add(at, new Span(start, end));
    return new ClosedWindows(more);
  }

  /** Those that end after this time. */
  ClosedWindows endingAfter(long time) {
    List<Span> left = spans.stream().filter(span -> span.end > time).toList();
    return left.size() == spans.size() ? this : new ClosedWindows(left);
  }

  /** When the first of them ends; {@link Long#MAX_VALUE} if there is none. */
  long firstEnd() {
    return spans.stream().mapToLong(Span::end).min().orElse(Long.MAX_VALUE);
  }

  static final class ClosedWindowsCoder extends AtomicCoder<ClosedWindows> {

    private static final long serialVersionUID = 1;
    private static final ClosedWindowsCoder INSTANCE = new ClosedWindowsCoder();

    static ClosedWindowsCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(ClosedWindows closed, OutputStream out) throws IOException {
      VarInt.encode(closed.spans.size(), out);
      long before = 0;
      for (Span span : closed.spans) {
        // Starts ascend, so that all but the first are small.
        VarInt.encode(span.start - before, out);
        VarInt.encode(span.end - span.start, out);
        before = span.start;
      }
    }

    @Override
    public ClosedWindows decode(InputStream in) throws IOException {
      int count = VarInt.decodeInt(in);
      List<Span> spans = new ArrayList<>(count);
      long before = 0;
      for (int i = 0; i < count; i++) {
        long start = before + VarInt.decodeLong(in);
        spans.add(new Span(start, start + VarInt.decodeLong(in)));
        before = start;
      }
      return new ClosedWindows(spans);
    }
  }
}
