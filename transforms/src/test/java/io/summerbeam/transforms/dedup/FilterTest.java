package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import java.util.Random;
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

  private static double bytesOfARecord(double rate) throws Exception {
    FilterSize size = FilterSize.of(10_240_000, 10, rate / Generations.BOTH_WAYS);
    byte[] bytes = CoderUtils.encodeToByteArray(Filter.FilterCoder.of(), Filter.empty(size));
    return (double) bytes.length * size.blocks() * 10 / 10_240_000;
  }

  private Digest digest() {
    return new Digest(random.nextLong(), random.nextLong());
  }
}
