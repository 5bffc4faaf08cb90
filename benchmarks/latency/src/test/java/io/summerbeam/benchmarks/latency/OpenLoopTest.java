package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class OpenLoopTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

  private long now = 1_000;
  private final OpenLoop loop = new OpenLoop(Plan.of(2_000, 3_000, "50%,4"), () -> now);

  @Test
  public void flood_isThereWheneverItIsAskedFor_andItsLastQuarterIsTheMaximum() {
    flood();
    assertThat(loop.nanosUntil(100), is(QUIET));
    assertThat(loop.flood().before(), closeTo(60, 1e-9));
    assertThat(loop.flood().maximum(), closeTo(20, 1e-9));
    now += SECOND;
    assertThat(loop.nanosUntil(100), is(QUIET - SECOND));
    assertThat(loop.flood().maximum(), closeTo(20, 1e-9));
    assertThat(loop.loadOf(99), nullValue());
  }

  @Test
  public void floodInWhichNobodyAskedForAWhile_isLonger() {
    assertThat(loop.nanosUntil(0), is(0L));
    now += 2 * SECOND;
    assertThat(loop.nanosUntil(1), is(0L));
    assertThrows(IllegalStateException.class, () -> loop.flood().maximum());
    for (int quarter = 1; quarter < 4; quarter++) {
      now += SECOND / 2;
      assertThat(loop.nanosUntil(1 + 10 * quarter), is(quarter < 3 ? 0L : QUIET));
    }
    assertThat(loop.flood().maximum(), closeTo(20, 1e-9));
  }

  @Test
  public void load_beginsWhenNothingHasComeOutForAWhile() {
    flood();
    assertThat(loop.nanosUntil(100), is(QUIET));
    now += SECOND;
    loop.out(now);
    now += SECOND;
    assertThat(loop.nanosUntil(100), is(SECOND));
    now += SECOND;
    assertThat(loop.nanosUntil(100), is(0L));
  }

  @Test
  public void load_isCreatedAtItsTimes_whetherSomebodyIsReadyOrNot() {
    flood();
    quiet(100);
    long begun = now;
    assertThat(loop.nanosUntil(100), is(0L));
    assertThat(loop.nanosUntil(101), is(SECOND / 10));
    now += SECOND;
    assertThat(loop.nanosUntil(101), is(-SECOND * 9 / 10));
    assertThat(
        Objects.requireNonNull(loop.loadOf(114)).createdAt(114), is(begun + 14 * SECOND / 10));
  }

  @Test
  public void loads_followEachOtherAndEnd() {
    flood();
    quiet(100);
    assertThat(loop.nanosUntil(100), is(0L));
    now += 10 * SECOND;
    quiet(130);
    assertThat(loop.nanosUntil(130), is(0L));
    assertThat(Objects.requireNonNull(loop.loadOf(130)).rate(), is(4.0));
    assertThrows(IllegalStateException.class, loop::records);
    assertThat(loop.nanosUntil(142), is(OpenLoop.END));
    assertThat(loop.nanosUntil(142), is(OpenLoop.END));
    assertThat(loop.records(), is(142L));
  }

  @Test
  public void earlierRecord_isStillThere() {
    flood();
    quiet(100);
    assertThat(loop.nanosUntil(100), is(0L));
    now += SECOND;
    assertThat(loop.nanosUntil(50), is(0L));
    assertThat(loop.nanosUntil(100), is(-SECOND));
  }

  /** Two seconds: 30 records in each quarter but the last one, which has 10. */
  private void flood() {
    for (int quarter = 0; quarter < 4; quarter++) {
      assertThat(loop.nanosUntil(30 * quarter), is(0L));
      now += SECOND / 2;
    }
    // This is the first question after it.
    assertThat(loop.nanosUntil(100), is(QUIET));
  }

  private void quiet(long number) {
    assertThat(loop.nanosUntil(number), is(QUIET));
    now += QUIET;
  }
}
