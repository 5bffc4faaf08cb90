package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import org.joda.time.Duration;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class LetterFilterTest {

  private static final DeadLetter LETTER = Letters.of("a");

  private static boolean takes(LetterFilter filter) {
    return filter.matches(LETTER, LetterStatus.OPEN);
  }

  @Test
  public void all_takesAnyLetter() {
    for (LetterStatus status : LetterStatus.values()) {
      assertThat(LetterFilter.all().matches(LETTER, status), equalTo(true));
    }
  }

  @Test
  public void eachSetting_takesWhatItNamesAndNothingElse() {
    LetterFilter all = LetterFilter.all();
    assertThat(takes(all.withIds("b", "a")), equalTo(true));
    assertThat(takes(all.withIds("b")), equalTo(false));
    assertThat(takes(all.withoutIds("b", "c")), equalTo(true));
    assertThat(takes(all.withoutIds("b", "a")), equalTo(false));
    assertThat(takes(all.withIds("a").withoutIds("a")), equalTo(false));
    assertThat(takes(all.withPipelines("flights")), equalTo(true));
    assertThat(takes(all.withPipelines("orders")), equalTo(false));
    assertThat(takes(all.withSteps("Validate")), equalTo(true));
    assertThat(takes(all.withSteps("Enrich")), equalTo(false));
    assertThat(takes(all.withReasons("malformed")), equalTo(true));
    assertThat(takes(all.withReasons("late")), equalTo(false));
    assertThat(takes(all.withSeverities("permanent")), equalTo(true));
    assertThat(takes(all.withSeverities("retryable")), equalTo(false));
    assertThat(takes(all.withStatuses(LetterStatus.OPEN)), equalTo(true));
    assertThat(takes(all.withStatuses(LetterStatus.PARKED, LetterStatus.REPLAYED)), equalTo(false));
  }

  @Test
  public void times_takeTheFirstAndNotTheLast() {
    LetterFilter all = LetterFilter.all();
    assertThat(takes(all.withFailedFrom(Letters.FAILED)), equalTo(true));
    assertThat(takes(all.withFailedFrom(Letters.FAILED.plus(Duration.millis(1)))), equalTo(false));
    assertThat(takes(all.withFailedBefore(Letters.FAILED)), equalTo(false));
    assertThat(takes(all.withFailedBefore(Letters.FAILED.plus(Duration.millis(1)))), equalTo(true));
  }

  @Test
  public void settings_allOfThemMustTakeIt() {
    LetterFilter both = LetterFilter.all().withSteps("Validate").withReasons("late");
    assertThat(takes(both), equalTo(false));
    assertThat(takes(both.withReasons("malformed")), equalTo(true));
  }

  @Test
  public void nothingToTake_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> LetterFilter.all().withIds())
            .getMessage(),
        equalTo("withIds() must be given at least one text and no blank one, but was: []"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> LetterFilter.all().withSteps("a", " "))
            .getMessage(),
        equalTo("withSteps() must be given at least one text and no blank one, but was: [a,  ]"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> LetterFilter.all().withStatuses())
            .getMessage(),
        equalTo("withStatuses() must be given at least one, but was: []"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> LetterStatus.ofCode("done"))
            .getMessage(),
        equalTo("A status must be one of open, unconfirmed, replayed, parked, but was: done"));
  }
}
