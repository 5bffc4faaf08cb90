package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values that come first. Null is passed over, and so is a record that has a null where
 * another field decides.
 */
final class PickCell implements Cell {

  private final Ranking ranking;
  private final int limit;
  private final boolean byField;
  // The first one first.
  private final List<Ranking.Entry> entries = new ArrayList<>(1);

  PickCell(Ranking ranking, int limit) {
    this.ranking = ranking;
    this.limit = limit;
    this.byField = ranking.pick().by() == Pick.By.FIELD;
  }

  @Override
  public void add(Row row, long time) {
    Object value = row.getValue(ranking.index());
    Object by = byField ? row.getValue(ranking.byIndex()) : null;
    if (value != null && (by != null || !byField)) {
      int place = place(time, by, value);
      if (place < limit) {
        put(place, new Ranking.Entry(time, by, value));
      }
    }
  }

  @Override
  public void merge(Cell other) {
    for (Ranking.Entry entry : ((PickCell) other).entries) {
      int place = place(entry.time(), entry.by(), entry.value());
      if (place >= limit) {
        // And so would those that come after it.
        return;
      }
      put(place, entry);
    }
  }

  @Override
  public @Nullable Object result() {
    if (entries.isEmpty()) {
      return null;
    }
    return ranking.pick().isList()
        ? entries.stream().map(Ranking.Entry::value).toList()
        : entries.get(0).value();
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(entries.size(), out);
    for (Ranking.Entry entry : entries) {
      ranking.encode(entry, out);
    }
  }

  @Override
  public void decode(InputStream in) throws IOException {
    int size = States.readSize(in, limit);
    for (int i = 0; i < size; i++) {
      entries.add(ranking.decode(in));
    }
  }

  // Behind those of the same rank.
  private int place(long time, @Nullable Object by, Object value) {
    int from = 0;
    int to = entries.size();
    // Most come after what is kept already.
    if (to == limit && ranking.compare(time, by, value, entries.get(to - 1)) >= 0) {
      return limit;
    }
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ranking.compare(time, by, value, entries.get(middle)) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  private void put(int place, Ranking.Entry entry) {
    if (entries.size() == limit) {
      entries.remove(limit - 1);
    }
    entries.add(place, entry);
  }
}
