package io.summerbeam.benchmarks.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import org.junit.Test;

public class NumbersTest {

  private static final int DRAWS = 100_000;

  @Test
  public void even_drawsEachAsOftenAsTheOthers() {
    int[] drawn = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      drawn[Numbers.even(i, 10)]++;
    }
    for (int times : drawn) {
      assertThat(times, greaterThan(9_500));
      assertThat(times, lessThan(10_500));
    }
  }

  @Test
  public void zipf_drawsTheSecondHalfAsOftenAsTheFirst() {
    double[] shares = Numbers.zipf(1000);
    int[] drawn = new int[1000];
    for (int i = 0; i < DRAWS; i++) {
      drawn[Numbers.drawn(i, shares)]++;
    }
    assertThat((double) drawn[0] / drawn[1], closeTo(2, 0.15));
    assertThat((double) drawn[0] / drawn[9], closeTo(10, 1));
  }

  @Test
  public void zipf_sharesOfAll_areOne() {
    assertThat(Numbers.zipf(3)[0], closeTo(6.0 / 11, 1e-12));
    assertThat(Numbers.zipf(3)[2], is(1.0));
  }
}
