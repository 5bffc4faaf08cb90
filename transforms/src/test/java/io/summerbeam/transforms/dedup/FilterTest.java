package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.inmemory.MapInMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;

/** {@link Filter}, {@link FilterSize} and {@link Generations}: what is remembered, and its size. */
public class FilterTest {

  private final Random random = new Random(5);

  @Test
  public void filter_readBack_knowsTheSameKeys() throws Exception {
    FilterSize size = FilterSize.of(100, 1, 0.001);
    Filter filter = Filter.empty(size);
    Digest known = digest();
    filter.add(known);
    Filter copy = filter.copy();
    Digest unknown = digest();
    copy.add(unknown);

    Filter read = CoderUtils.clone(Filter.FilterCoder.of(), filter);

    assertThat(read.mayContain(known), equalTo(true));
    assertThat(read.mayContain(unknown), equalTo(false));
    assertThat(read.records(), equalTo(1));
    assertThat(copy.mayContain(known), equalTo(true));
    assertThat(copy.mayContain(unknown), equalTo(true));
  }

  @Test
  public void filter_full_knowsAllItsKeys() {
    for (int expected : new int[] {1, 10, 1000}) {
      FilterSize size = FilterSize.of(expected, 1, 0.1);
      Filter filter = Filter.empty(size);
      List<Digest> known = new ArrayList<>();
      for (int i = 0; i < size.records(); i++) {
        known.add(digest());
        filter.add(known.get(i));
      }
      assertThat(known.stream().allMatch(filter::mayContain), equalTo(true));
    }
  }

  @Test
  public void filter_cutShort_isRefused() throws Exception {
    byte[] bytes =
        CoderUtils.encodeToByteArray(
            Filter.FilterCoder.of(), Filter.empty(FilterSize.of(1, 1, 0.02)));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThat(
        assertThrows(
                CoderException.class,
                () -> CoderUtils.decodeFromByteArray(Filter.FilterCoder.of(), cut))
            .getMessage(),
        equalTo("A filter has 2 words, but 15 bytes came."));
  }

  @Test
  public void generationsThatAreAllFull_areTogetherWrongAsSeldomAsPromised() {
    // With blocks of a thousand records, and of the few that are left where buckets are many.
    checkFull(4_000, 0.01, 1, 200_000);
    checkFull(4_000, 0.001, 1, 1_000_000);
    checkFull(4_000, 0.0001, 1, 3_000_000);
    checkFull(10, 0.01, 200, 1_000);
    checkFull(10, 0.001, 200, 5_000);
    checkFull(10, 0.0001, 200, 10_000);
    checkFull(3, 0.001, 200, 5_000);
  }

  @Test
  public void bytesOfARecord_areThoseOfTheJavadoc() throws Exception {
    assertThat(bytesOfARecord(0.001), closeTo(2.6, 0.1));
    assertThat(bytesOfARecord(0.0001) - bytesOfARecord(0.001), closeTo(0.7, 0.1));
  }

  @Test
  public void block_hasRoomForItsShare_howeverManyThereAre() {
    assertThat(FilterSize.of(1, 1024, 0.01).blocks(), equalTo(1));
    assertThat(FilterSize.of(1024, 1, 0.01).blocks(), equalTo(1));
    assertThat(FilterSize.of(1025, 1, 0.01).blocks(), equalTo(2));
    assertThat(FilterSize.of(10_240, 10, 0.01).blocks(), equalTo(1));
    assertThat(
        FilterSize.of(10_240, 10, 0.01).records(),
        allOf(greaterThanOrEqualTo(1024), lessThan(1200)));
    assertThat(
        FilterSize.of(DropDuplicatesApproximately.MAX_EXPECTED, 1, 0.01).records(), lessThan(1200));
  }

  @Test
  public void generations_holdAllThatIsNear_andNothingHalfAsFarAgain() {
    for (long within : new long[] {1, 2, 7, 10}) {
      Generations generations = new Generations(within);
      for (long time = -30; time < 30; time++) {
        for (long other = -60; other < 60; other++) {
          boolean found =
              generations.of(other) >= generations.firstNear(time)
                  && generations.of(other) <= generations.lastNear(time);
          long distance = Math.abs(time - other);
          if (distance < within) {
            assertThat(within + ": " + time + " " + other, found, equalTo(true));
          } else if (2 * distance > 3 * within) {
            assertThat(within + ": " + time + " " + other, found, equalTo(false));
          }
          if (found) {
            assertThat(generations.over(generations.of(other)) > time, equalTo(true));
          }
        }
        assertThat(
            generations.lastNear(time) - generations.firstNear(time) < Generations.BOTH_WAYS,
            equalTo(true));
        assertThat(
            generations.of(time) - generations.firstNear(time) < Generations.BACKWARDS,
            equalTo(true));
      }
    }
  }

  /**
   * @param rounds how often filters are made and filled
   * @param strangers that are looked for in each round
   */
  private void checkFull(long expected, double rate, int rounds, int strangers) {
    FilterSize size = FilterSize.of(expected, 1, rate / Generations.BOTH_WAYS);
    long known = 0;
    for (int round = 0; round < rounds; round++) {
      Filters filters = full(size);
      for (int i = 0; i < strangers; i++) {
        if (filters.mayContain(digest(), 0, Generations.BOTH_WAYS - 1)) {
          known++;
        }
      }
    }
    // One of the generations alone would be wrong a fifth as often.
    assertThat(
        "of " + expected + " at " + rate,
        (double) known / rounds / strangers,
        allOf(greaterThan(rate / 4), lessThanOrEqualTo(rate)));
  }

  /** Every block of every generation has all that it takes. */
  private Filters full(FilterSize size) {
    Filters filters =
        new Filters(
            new MapInMemory<>(Block.BlockCoder.of(), Filter.FilterCoder.of(), random), size);
    for (long generation = 0; generation < Generations.BOTH_WAYS; generation++) {
      int room = size.blocks() * size.records();
      while (room > 0) {
        if (filters.add(digest(), generation)) {
          room--;
        }
      }
    }
    return filters;
  }

  private static double bytesOfARecord(double rate) throws Exception {
    FilterSize size = FilterSize.of(10_240_000, 10, rate / Generations.BOTH_WAYS);
    byte[] bytes = CoderUtils.encodeToByteArray(Filter.FilterCoder.of(), Filter.empty(size));
    return (double) bytes.length * size.blocks() * 10 / 10_240_000;
  }

  private Digest digest() {
    return new Digest(random.nextLong(), random.nextLong());
  }
}
