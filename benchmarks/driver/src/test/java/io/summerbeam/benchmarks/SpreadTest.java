package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class SpreadTest {

  @Test
  public void median_ofAnOddNumber_isTheOneInTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0)), is(new Spread(4, 1, 9)));
  }

  @Test
  public void median_ofAnEvenNumber_isTheMeanOfTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0, 6.0)), is(new Spread(5, 1, 9)));
  }

  @Test
  public void one_isAllThree() {
    assertThat(Spread.of(List.of(7.0)), is(new Spread(7, 7, 7)));
  }

  @Test
  public void none_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }
}
