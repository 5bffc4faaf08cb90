package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

public class MedianIntervalTest {

  @Test
  public void five_areAllOfTheInterval() {
    assertThat(
        MedianInterval.of(List.of(3.0, 9.0, 1.0, 4.0, 5.0)),
        is(new MedianInterval(4, 1, 9, 0.9375)));
  }

  @Test
  public void nine_leaveOneOutOnEachSide() {
    MedianInterval interval = ofFirst(9);
    assertThat(interval.from(), is(2.0));
    assertThat(interval.to(), is(8.0));
    assertThat(interval.confidence(), closeTo(1 - 20.0 / 512, 1e-12));
  }

  @Test
  public void eight_leaveNoneOut_becauseThatWouldBeLessThanWanted() {
    MedianInterval interval = ofFirst(8);
    assertThat(interval.from(), is(1.0));
    assertThat(interval.to(), is(8.0));
    assertThat(interval.median(), is(4.5));
    assertThat(interval.confidence(), closeTo(1 - 2.0 / 256, 1e-12));
  }

  @Test
  public void twenty_haveTheIntervalOfTheTables() {
    MedianInterval interval = ofFirst(20);
    assertThat(interval.from(), is(6.0));
    assertThat(interval.to(), is(15.0));
    assertThat(interval.confidence(), closeTo(0.9586, 1e-4));
  }

  @Test
  public void one_saysNothingOfOthers() {
    assertThat(MedianInterval.of(List.of(7.0)), is(new MedianInterval(7, 7, 7, 0)));
  }

  @Test
  public void noFigure_makesNoInterval() {
    MedianInterval nothing = new MedianInterval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    assertThat(MedianInterval.of(List.of(1.0, Double.NaN, 2.0)), is(nothing));
    assertThat(MedianInterval.of(List.of()), is(nothing));
  }

  private static MedianInterval ofFirst(int numbers) {
    return MedianInterval.of(
        IntStream.rangeClosed(1, numbers).mapToDouble(i -> i).boxed().toList());
  }
}
