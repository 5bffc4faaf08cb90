package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Counts each value. Where there are too many of them, all counts are lowered by the same number,
 * so that {@link #KEPT} at most are left (Misra and Gries; merging keeps their bound, as Agarwal
 * and others have shown). Each time more than {@code KEPT} counts lose that number, so that all of
 * it is less than the records divided by {@code KEPT}. Null is passed over.
 */
final class FrequentCell implements Cell {

  /** How many values are left when there were too many. */
  static final int KEPT = 1024;

  private static final int LIMIT = Functions.EXACT_FREQUENT_VALUES;

  private final int index;
  private final int limit;
  private final Coder<Object> coder;
  private final Schema counted;
  // In the order they came: what was written and read again is written as before.
  private final Map<Object, Count> counts = new LinkedHashMap<>();

  FrequentCell(int index, int limit, Coder<Object> coder, Schema counted) {
    this.index = index;
    this.limit = limit;
    this.coder = coder;
    this.counted = counted;
  }

  private static final class Count {
    private long count;
  }

  @Override
  public void add(Row row, long time) {
    Object value = row.getValue(index);
    if (value != null) {
      add(Canonical.of(value), 1);
      lowerIfTooMany();
    }
  }

  @Override
  public void merge(Cell other) {
    ((FrequentCell) other).counts.forEach((value, count) -> add(value, count.count));
    lowerIfTooMany();
  }

  @Override
  public @Nullable Object result() {
    if (counts.isEmpty()) {
      return null;
    }
    Comparator<Map.Entry<Object, Count>> byCount =
        Comparator.comparingLong(entry -> -entry.getValue().count);
    return counts.entrySet().stream()
        .sorted(byCount.thenComparing(Map.Entry::getKey, FrequentCell::compare))
        .limit(limit)
        .map(
            entry ->
                Row.withSchema(counted)
                    .attachValues(List.of(entry.getKey(), entry.getValue().count)))
        .toList();
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(counts.size(), out);
    for (Map.Entry<Object, Count> entry : counts.entrySet()) {
      coder.encode(entry.getKey(), out);
      VarInt.encode(entry.getValue().count, out);
    }
  }

  @Override
  public void decode(InputStream in) throws IOException {
    int size = States.readSize(in, LIMIT);
    for (int i = 0; i < size; i++) {
      add(coder.decode(in), States.readCount(in));
    }
    if (counts.size() != size) {
      throw new CoderException("A value must be counted once, but one is there twice.");
    }
  }

  private void add(Object value, long count) {
    counts.computeIfAbsent(value, any -> new Count()).count += count;
  }

  private void lowerIfTooMany() {
    if (counts.size() <= LIMIT) {
      return;
    }
    long[] all = counts.values().stream().mapToLong(count -> count.count).toArray();
    Arrays.sort(all);
    long lower = all[all.length - 1 - KEPT];
    counts.values().removeIf(count -> (count.count -= lower) <= 0);
  }

  @SuppressWarnings("unchecked") // Only types whose values compare with each other come here.
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
