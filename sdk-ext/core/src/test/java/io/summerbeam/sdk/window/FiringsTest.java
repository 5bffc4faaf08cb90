package io.summerbeam.sdk.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class FiringsTest {

  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  public void textForms_areTheJavaForms() {
    assertThat(Firings.parse("on time"), equalTo(Firings.onTime()));
    assertThat(Firings.parse("early every PT10S"), equalTo(Firings.onTime().earlyEvery(SECONDS)));
    assertThat(Firings.parse("early after 1000"), equalTo(Firings.onTime().earlyAfter(1000)));
    assertThat(Firings.parse("late each"), equalTo(Firings.onTime().lateEach()));
    assertThat(Firings.parse("late every PT60S"), equalTo(Firings.onTime().lateEvery(MINUTE)));
    assertThat(
        Firings.parse(" late  each,accumulating , on time, early every PT10S"),
        equalTo(Firings.onTime().earlyEvery(SECONDS).lateEach().accumulating()));
    assertThat(
        Firings.parse("discarding, early after 7, early every PT10S"),
        equalTo(Firings.onTime().earlyEvery(SECONDS).earlyAfter(7).discarding()));
  }

  @Test
  public void text_isReadAgain() {
    for (String text :
        List.of(
            "on time",
            "on time, discarding",
            "early every PT10S",
            "early after 1000, late each, discarding",
            "early every PT10S, early after 1000, late every PT1M, accumulating")) {
      Firings firings = Firings.parse(text);
      assertThat(firings.toString(), equalTo(text));
      assertThat(Firings.parse(firings.toString()), equalTo(firings));
      assertThat(SerializableUtils.clone(firings), equalTo(firings));
      assertThat(SerializableUtils.clone(firings).hashCode(), equalTo(firings.hashCode()));
    }
    assertThat(Firings.onTime().lateEach(), not(equalTo(Firings.onTime())));
  }

  @Test
  public void whatIsNoFiring_isRefused() {
    assertThat(
        parseRefusal("early each"),
        equalTo(
            "firings: must be of 'on time', 'early every PT10S', 'early after 1000', 'late each',"
                + " 'late every PT1M', 'accumulating', 'discarding', with commas between, but 'early"
                + " each' is none of them, in 'early each'."));
    assertThat(parseRefusal("erly every PT10S"), endsWith("Did you mean 'early every'?"));
    assertThat(parseRefusal("early every"), endsWith("in 'early every'."));
    assertThat(parseRefusal("late each, accumulate"), endsWith("Did you mean 'accumulating'?"));
    assertThat(parseRefusal(""), containsString("but '' is none of them, in ''"));
    assertThat(parseRefusal("late each,"), containsString("but '' is none of them"));
    assertThat(
        parseRefusal("early every 10s"),
        equalTo(
            "firings: '10s' is no ISO 8601 duration of days, hours, minutes and seconds: PT1M,"
                + " PT10S, PT0.5S."));
    assertThat(
        parseRefusal("early after many"),
        equalTo("firings: 'many' is no number of records, as in 'early after 1000'."));
  }

  @Test
  public void whatIsSaidTwice_isRefused() {
    assertThat(
        parseRefusal("late each, late every PT1M"),
        equalTo(
            "firings: 'late every PT1M' says again what was said before, in 'late each, late every"
                + " PT1M'."));
    for (String text :
        List.of(
            "on time, on time",
            "early every PT1S, early every PT2S",
            "early after 1, early after 2",
            "accumulating, discarding",
            "discarding, discarding")) {
      assertThat(parseRefusal(text), containsString("says again what was said before"));
    }
    assertTwice("early every", () -> Firings.onTime().earlyEvery(SECONDS).earlyEvery(MINUTE));
    assertTwice("early after", () -> Firings.onTime().earlyAfter(1).earlyAfter(2));
    assertTwice("late", () -> Firings.onTime().lateEach().lateEvery(MINUTE));
    assertTwice("late", () -> Firings.onTime().lateEvery(MINUTE).lateEach());
    assertTwice("accumulating or discarding", () -> Firings.onTime().accumulating().discarding());
    assertTwice("accumulating or discarding", () -> Firings.onTime().discarding().accumulating());
  }

  private static void assertTwice(String what, ThrowingRunnable code) {
    assertThat(
        assertThrows(IllegalStateException.class, code).getMessage(),
        equalTo("Firings: " + what + " must be said once, but comes again."));
  }

  @Test
  public void durationsAndNumbersThatAreNone_areRefused() {
    assertThat(
        refusal(() -> Firings.onTime().earlyEvery(Duration.ZERO)),
        equalTo("Firings.earlyEvery() must be at least a millisecond, but was: PT0S"));
    assertThat(
        refusal(() -> Firings.onTime().lateEvery(Duration.ofSeconds(-1))),
        equalTo("Firings.lateEvery() must not be negative, but was: PT-1S"));
    assertThat(
        refusal(() -> Firings.onTime().lateEvery(Duration.ofNanos(1))),
        equalTo(
            "Firings.lateEvery() must be a whole number of milliseconds, but was: PT0.000000001S"));
    assertThat(
        refusal(() -> Firings.onTime().earlyAfter(0)),
        equalTo("Firings.earlyAfter() must be at least one record, but was: 0"));
  }

  @Test
  public void whatTheyAre_isTold() {
    assertTrue(Firings.onTime().firesOnce());
    assertTrue(Firings.onTime().isAccumulating());
    assertTrue(Firings.onTime().discarding().firesOnce());
    assertFalse(Firings.onTime().discarding().isAccumulating());
    assertTrue(Firings.onTime().accumulating().isAccumulating());
    Firings early = Firings.onTime().earlyAfter(1);
    assertTrue(early.firesEarly());
    assertFalse(early.firesLate());
    assertFalse(early.firesOnce());
    Firings late = Firings.onTime().lateEach();
    assertFalse(late.firesEarly());
    assertTrue(late.firesLate());
    assertFalse(late.firesOnce());
  }

  @Test
  public void triggers_areBeams() {
    AfterProcessingTime after =
        AfterProcessingTime.pastFirstElementInPane()
            .plusDelayOf(org.joda.time.Duration.standardSeconds(10));
    assertTrigger("on time", DefaultTrigger.of());
    assertTrigger("early every PT10S", AfterWatermark.pastEndOfWindow().withEarlyFirings(after));
    assertTrigger(
        "early after 7",
        AfterWatermark.pastEndOfWindow().withEarlyFirings(AfterPane.elementCountAtLeast(7)));
    assertTrigger(
        "early every PT10S, early after 7, late each",
        AfterWatermark.pastEndOfWindow()
            .withEarlyFirings(
                AfterFirst.of(
                    List.of(
                        Repeatedly.forever(after),
                        Repeatedly.forever(AfterPane.elementCountAtLeast(7)))))
            .withLateFirings(AfterPane.elementCountAtLeast(1)));
    assertTrigger("late every PT10S", AfterWatermark.pastEndOfWindow().withLateFirings(after));
  }

  private static void assertTrigger(String text, Trigger trigger) {
    assertThat(
        Firings.parse(text).trigger(Windows.days(ZoneOffset.UTC)).toString(),
        equalTo(trigger.toString()));
  }

  @Test
  public void lateInTheGlobalWindow_isRefused() {
    assertThat(
        refusal(() -> Firings.parse("early every PT10S, late each").trigger(Windows.global())),
        equalTo(
            "Firings: in the global window nothing is late, but they are: early every PT10S, late"
                + " each. Leave out the late firing."));
  }

  private static String parseRefusal(String text) {
    return refusal(() -> Firings.parse(text));
  }

  private static String refusal(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
