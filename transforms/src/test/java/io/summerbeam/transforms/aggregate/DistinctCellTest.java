package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.joda.time.Instant;
import org.junit.Test;

/** Different values: few are counted exactly, many within the stated error. */
public class DistinctCellTest {

  @Test
  public void countDistinct_upToTheBound_isExact() {
    for (int count : new int[] {1, 2, 100, 1023, 1024}) {
      assertThat(counted("n", i -> i * 1_000_000_007L, count), equalTo((long) count));
      assertThat(counted("d", i -> i / 7.0, count), equalTo((long) count));
      assertThat(counted("s", i -> "user-" + i, count), equalTo((long) count));
      assertThat(counted("t", i -> new Instant(i - 500), count), equalTo((long) count));
      assertThat(
          counted("m", i -> java.math.BigDecimal.valueOf(i, 2), count), equalTo((long) count));
    }
  }

  @Test
  public void countDistinct_beyondTheBound_isWithinTheStatedError() {
    for (int count : new int[] {1025, 2000, 5000, 20_000, 100_000}) {
      int trials = count > 50_000 ? 20 : 60;
      double squares = 0;
      for (int trial = 0; trial < trials; trial++) {
        long offset = trial * 1_000_000L;
        LongFunction<Object> value = trial % 2 == 0 ? i -> offset + i : i -> "user-" + (offset + i);
        double error = (double) counted(trial % 2 == 0 ? "n" : "s", value, count) / count - 1;
        assertThat(count + " values, trial " + trial, error, closeTo(0, 4 * 0.009));
        squares += error * error;
      }
      // A standard error of 0.9%, as far as this many trials can tell.
      assertThat(count + " values", Math.sqrt(squares / trials), lessThan(1.25 * 0.009));
    }
  }

  @Test
  public void encoded_anySplitAndOrder_isTheSame() throws Exception {
    List<Measure.Bound> bound = Measured.bound(Aggregate.globally().countDistinct("n", "a"));
    Random random = new Random(41);
    for (int round = 0; round < 60; round++) {
      List<Timed> records = new ArrayList<>();
      int count = random.nextInt(5000);
      int values = 1 + random.nextInt(3000);
      for (int i = 0; i < count; i++) {
        records.add(new Timed(Measured.row("n", (long) random.nextInt(values)), 0));
      }
      byte[] whole = Measured.encoded(bound, Measured.accumulated(bound, records));
      // Which functions takes four bytes, the number of records two.
      assertThat(whole.length, lessThanOrEqualTo(4 + 2 + 8 * 1024 + 2));
      Collections.shuffle(records, random);
      byte[] merged = Measured.encoded(bound, Measured.fromParts(bound, records, random));
      assertThat(Arrays.equals(merged, whole), equalTo(true));
    }
  }

  private static long counted(String field, LongFunction<Object> values, int count) {
    List<Measure.Bound> bound = Measured.bound(Aggregate.globally().countDistinct(field, "a"));
    Accumulator accumulator = Accumulator.empty(bound);
    for (long i = 0; i < count; i++) {
      // Each twice.
      accumulator.add(Measured.row(field, values.apply(i)), 0);
      accumulator.add(Measured.row(field, values.apply(i / 2)), 0);
    }
    return (Long) accumulator.result(0);
  }
}
