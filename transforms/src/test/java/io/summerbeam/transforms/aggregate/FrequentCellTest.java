package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** The most frequent of more values than are counted. */
public class FrequentCellTest {

  @Test
  public void mostFrequent_ofManyValues_isWithinTheStatedBound() throws Exception {
    Random random = new Random(51);
    for (int round = 0; round < 20; round++) {
      double skew = 0.5 + round / 10.0;
      List<Timed> records = new ArrayList<>();
      Map<Long, Long> exact = new HashMap<>();
      for (int i = 0; i < 60_000; i++) {
        // The more skew the fewer are frequent; at 0.5 hardly one is.
        long value = (long) Math.pow(random.nextDouble(), -1 / skew) % 1_000_000;
        records.add(new Timed(Measured.row("n", value), 0));
        exact.merge(value, 1L, Long::sum);
      }
      List<Row> most = mostFrequent(100, records, random);

      long bound = records.size() / 1000;
      Map<Long, Long> found = new HashMap<>();
      for (Row row : most) {
        long count = exact.get(row.getInt64("value"));
        assertThat(
            row.getInt64("count"),
            both(lessThanOrEqualTo(count)).and(greaterThanOrEqualTo(count - bound)));
        found.put(row.getInt64("value"), row.getInt64("count"));
      }
      long least = most.size() < 100 ? 0 : most.get(99).getInt64("count");
      exact.forEach(
          (value, count) -> {
            if (count > least + bound) {
              assertThat(found.keySet(), hasItem(value));
            }
          });
    }
  }

  @Test
  public void mostFrequent_upToTheBound_isExact() throws Exception {
    List<Timed> records = new ArrayList<>();
    for (int i = 0; i < 3 * 2048; i++) {
      records.add(new Timed(Measured.row("n", (long) i % 2048), 0));
    }
    records.add(new Timed(Measured.row("n", 7L), 0));
    List<Row> most = mostFrequent(1024, records, new Random(52));
    assertThat(most, hasSize(1024));
    assertThat(most.get(0).getValues(), equalTo(List.of(7L, 4L)));
    assertThat(most.get(1).getValues(), equalTo(List.of(0L, 3L)));
    assertThat(most.get(1023).getValues(), equalTo(List.of(1023L, 3L)));
  }

  @Test
  public void mostFrequent_oneValueAmongUniqueOnes_isThere() throws Exception {
    List<Timed> records = new ArrayList<>();
    for (long i = 0; i < 50_000; i++) {
      records.add(new Timed(Measured.row("n", i % 100 == 0 ? -1L : i), 0));
    }
    Row first = mostFrequent(1, records, new Random(53)).get(0);
    assertThat(first.getInt64("value"), equalTo(-1L));
    assertThat(
        first.getInt64("count"), both(greaterThanOrEqualTo(450L)).and(lessThanOrEqualTo(500L)));
  }

  @SuppressWarnings("unchecked")
  private static List<Row> mostFrequent(int limit, List<Timed> records, Random random)
      throws Exception {
    List<Measure.Bound> bound = Measured.bound(Aggregate.globally().mostFrequent(limit, "n", "a"));
    return (List<Row>) Measured.fromParts(bound, records, random).result(0);
  }
}
