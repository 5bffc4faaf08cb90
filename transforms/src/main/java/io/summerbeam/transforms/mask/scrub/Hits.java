package io.summerbeam.transforms.mask.scrub;

import java.util.Arrays;

/** What was found in one text. */
final class Hits {

  private long[] spans = new long[8];
  private int[] detectors = new int[8];
  private int size;
  private boolean inOrder = true;

  private final int[] ends;
  private int edge;
  private int sureEdge;

  Hits(int detectors) {
    ends = new int[detectors];
  }

  /** The end of the last hit of one detector. */
  int end(int detector) {
    return ends[detector];
  }

  /** The end of the last hit that ends for sure. */
  int sureEdge() {
    return sureEdge;
  }

  /** The end of the last hit of all. */
  int edge() {
    return edge;
  }

  void add(int detector, long span) {
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, 2 * size);
      detectors = Arrays.copyOf(detectors, 2 * size);
    }
    inOrder &= size == 0 || Span.start(spans[size - 1]) < Span.start(span);
    spans[size] = span;
    detectors[size] = detector;
    size++;
    pass(detector, span);
    edge = Math.max(edge, Span.end(span));
  }

  /** What begins before its end, and was not found yet, is none. */
  void endForSure(long span) {
    sureEdge = Span.end(span);
  }

  /** The detector has seen this and does not look at it again. */
  void pass(int detector, long span) {
    ends[detector] = Span.end(span);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * The text with replacements.
   *
   * <p>Hits that overlap are one, with the name of the one that begins first; of those, of the
   * longest; of those, of the first detector.
   *
   * @param found gets one more for each replacement
   */
  String replace(String text, Replacements replacements, int[] found) {
    int[] order = order();
    StringBuilder out = new StringBuilder(text.length() + 16);
    int copied = 0;
    int i = 0;
    while (i < size) {
      int best = order[i];
      int start = Span.start(spans[best]);
      for (i++; i < size && Span.start(spans[order[i]]) == start; i++) {
        best = better(order[i], best);
      }
      int end = Span.end(spans[best]);
      for (; i < size && Span.start(spans[order[i]]) < end; i++) {
        end = Math.max(end, Span.end(spans[order[i]]));
      }
      out.append(text, copied, start).append(replacements.of(detectors[best]));
      found[detectors[best]]++;
      copied = end;
    }
    return out.append(text, copied, text.length()).toString();
  }

  private int better(int one, int other) {
    if (spans[one] != spans[other]) {
      return spans[one] > spans[other] ? one : other;
    }
    return detectors[one] < detectors[other] ? one : other;
  }

  /** The hits by where they begin. */
  private int[] order() {
    int[] order = new int[size];
    if (inOrder) {
      Arrays.setAll(order, i -> i);
      return order;
    }
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = Span.of(Span.start(spans[i]), i);
    }
    Arrays.sort(keys);
    Arrays.setAll(order, i -> Span.end(keys[i]));
    return order;
  }
}
