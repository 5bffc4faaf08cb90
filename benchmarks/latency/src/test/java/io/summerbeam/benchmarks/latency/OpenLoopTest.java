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
  private static final long GAP = TimeUnit.MILLISECONDS.toNanos(500);

  private long now = 1_000;
  private final OpenLoop loop = new OpenLoop(Plan.of(2_000, 3_000, "50%,4"), () -> now);

  @Test
  public void flood_isThereWheneverItIsAskedFor_andItsSecondHalfIsTheMaximum() {
    assertThat(loop.nanosUntil(0), is(0L));
    now += SECOND;
    assertThat(loop.nanosUntil(90), is(0L));
    now += SECOND;
    assertThat(loop.nanosUntil(100), is(GAP));
    assertThat(loop.maximum(), closeTo(10, 1e-9));
    assertThat(loop.loadOf(99), nullValue());
  }

  @Test
  public void load_isCreatedAtItsTimes_whetherSomebodyIsReadyOrNot() {
    flood();
    long begun = now;
    assertThat(loop.nanosUntil(100), is(GAP));
    assertThat(loop.nanosUntil(101), is(GAP + SECOND / 5));
    now += GAP + SECOND;
    assertThat(loop.nanosUntil(101), is(-SECOND * 4 / 5));
    assertThat(
        Objects.requireNonNull(loop.loadOf(114)).createdAt(114), is(begun + GAP + 14 * SECOND / 5));
  }

  @Test
  public void loads_followEachOtherAndEnd() {
    flood();
    assertThat(loop.nanosUntil(100), is(GAP));
    now += 10 * SECOND;
    assertThat(loop.nanosUntil(115), is(GAP));
    assertThat(Objects.requireNonNull(loop.loadOf(115)).rate(), is(4.0));
    assertThrows(IllegalStateException.class, loop::records);
    assertThat(loop.nanosUntil(127), is(OpenLoop.END));
    assertThat(loop.nanosUntil(127), is(OpenLoop.END));
    assertThat(loop.records(), is(127L));
  }

  @Test
  public void earlierRecord_isStillThere() {
    flood();
    assertThat(loop.nanosUntil(100), is(GAP));
    now += GAP + SECOND;
    assertThat(loop.nanosUntil(50), is(0L));
    assertThat(loop.nanosUntil(100), is(-SECOND));
  }

  private void flood() {
    assertThat(loop.nanosUntil(0), is(0L));
    now += SECOND;
    assertThat(loop.nanosUntil(90), is(0L));
    now += SECOND;
  }
}
