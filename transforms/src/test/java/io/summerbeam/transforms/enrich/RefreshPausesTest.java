package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

public class RefreshPausesTest {

  private static final Duration REFRESH = Duration.ofMinutes(10);

  @Test
  public void afterLoad_isTheIntervalLessUpToATenth() {
    assertThat(pauses(0).afterLoad(), equalTo(REFRESH.toNanos()));
    assertThat(pauses(0.5).afterLoad(), equalTo(Duration.ofSeconds(570).toNanos()));
  }

  @Test
  public void afterFailure_doublesUpToTheLongest() {
    RefreshPauses pauses = pauses(0);
    assertThat(
        IntStream.rangeClosed(1, 8)
            .mapToObj(n -> Duration.ofNanos(pauses.afterFailure(n, null)).toSeconds())
            .toList(),
        equalTo(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L)));
    assertThat(
        pauses.afterFailure(Integer.MAX_VALUE, null),
        equalTo(RefreshPauses.LONGEST_BACKOFF.toNanos()));
  }

  @Test
  public void afterFailure_isUpToHalfShorterByChance() {
    assertThat(pauses(0.5).afterFailure(1, null), equalTo(Duration.ofMillis(750).toNanos()));
  }

  @Test
  public void afterFailure_isNotLongerThanTheInterval() {
    RefreshPauses pauses = new RefreshPauses(Duration.ofSeconds(3), () -> 0);
    assertThat(pauses.afterFailure(8, null), equalTo(Duration.ofSeconds(3).toNanos()));
  }

  @Test
  public void afterFailure_retryAfter_isTheLeast() {
    assertThat(
        pauses(0).afterFailure(1, Duration.ofHours(1)), equalTo(Duration.ofHours(1).toNanos()));
    assertThat(pauses(0).afterFailure(3, Duration.ZERO), equalTo(Duration.ofSeconds(4).toNanos()));
  }

  @Test
  public void afterFailure_retryAfterInAnotherAge_isCut() {
    assertThat(
        pauses(0).afterFailure(1, Duration.ofSeconds(Long.MAX_VALUE)),
        equalTo(RefreshPauses.LONGEST_RETRY_AFTER.toNanos()));
  }

  private static RefreshPauses pauses(double random) {
    return new RefreshPauses(REFRESH, () -> random);
  }
}
