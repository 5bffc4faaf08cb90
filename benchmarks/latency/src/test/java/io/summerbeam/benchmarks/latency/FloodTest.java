package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class FloodTest {

  private static final int RECORDS = 100;

  @Test
  public void rates_areThoseOfTheLastTwoQuarters() {
    Flood flood = flood(4_000, 1_000, 1_000, 2_000, 1_000);
    assertThat(flood.before(), closeTo(50, 1e-9));
    assertThat(flood.maximum(), closeTo(100, 1e-9));
  }

  @Test
  public void lastQuarter_thatStoodStill_isRefused() {
    Flood flood = flood(60_000, 15_000, 15_000, 15_000, 30_001);
    assertThat(flood.before(), closeTo(RECORDS / 15.0, 1e-9));
    assertThat(
        assertThrows(IllegalStateException.class, flood::maximum).getMessage(),
        startsWith(
            "Quarter 4 of the flood must take 15000 ms and at most 30000 ms, but took 30001 ms: "));
  }

  @Test
  public void quarterBefore_thatStoodStill_isRefused() {
    Flood flood = flood(60_000, 15_000, 15_000, 45_000, 30_000);
    assertThat(flood.maximum(), closeTo(RECORDS / 30.0, 1e-9));
    assertThat(
        assertThrows(IllegalStateException.class, flood::before).getMessage(),
        startsWith("Quarter 3 of the flood must take "));
  }

  @Test
  public void quarterThatIsNotMeasured_mayStandStill() {
    Flood flood = flood(60_000, 90_000, 90_000, 15_000, 15_000);
    assertThat(flood.before(), closeTo(RECORDS / 15.0, 1e-9));
    assertThat(flood.maximum(), closeTo(RECORDS / 15.0, 1e-9));
  }

  @Test
  public void shortFlood_mayBeHeldUp_butNotForever() {
    assertThat(flood(20, 5, 5, 10_000, 10_000).maximum(), closeTo(RECORDS / 10.0, 1e-9));
    assertThat(
        assertThrows(IllegalStateException.class, flood(20, 5, 5, 5, 10_001)::maximum).getMessage(),
        startsWith("Quarter 4 of the flood must take 5 ms and at most 10000 ms, but took "));
  }

  /** A flood of that length, with as many records in each quarter, which took so long. */
  private static Flood flood(long length, long... quarters) {
    Flood flood = new Flood(TimeUnit.MILLISECONDS.toNanos(length));
    long number = 0;
    long now = 1_000;
    assertThat(flood.isOn(number, now), is(true));
    for (int quarter = 1; quarter <= quarters.length; quarter++) {
      number += RECORDS;
      now += TimeUnit.MILLISECONDS.toNanos(quarters[quarter - 1]);
      assertThat(flood.isOn(number, now), is(quarter < quarters.length));
    }
    return flood;
  }
}
