package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.summerbeam.sdk.source.Provenance;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What a record carries on its way back, and what a second failure makes of it. */
@RunWith(JUnit4.class)
public class ReplayRecordTest {

  private static final DeadLetterFactory FACTORY =
      new DeadLetterFactory("flights", "Validate", PayloadPolicy.keep(), 0);

  private static DeadLetter failAgain(Map<String, String> headers) {
    Provenance source = Provenance.ofKafka("orders", 0, 7).withHeaders(headers);
    return FACTORY.ofBytes(
        new byte[0],
        "json",
        source,
        null,
        GlobalWindow.INSTANCE,
        Failure.of(Reason.MALFORMED, "it is wrong"));
  }

  @Test
  public void record_carriesItsIdAttemptsAndFirstFailure() {
    DeadLetter letter =
        Letters.of("a").toBuilder()
            .setAttempts(2)
            .setHeaders(Map.of("trace", "7", ReplayHeaders.ATTEMPTS, "1"))
            .setEventTime(Instant.EPOCH)
            .build();
    ReplayRecord record = ReplayRecord.of(letter);
    assertThat(
        record.headers(),
        equalTo(
            Map.of(
                "trace",
                "7",
                "summerbeam.replay.id",
                "a",
                "summerbeam.replay.attempts",
                "2",
                "summerbeam.replay.first-failure-time",
                "2001-01-31T12:00:00Z")));
    assertThat(record.eventTime(), equalTo(Instant.EPOCH));
    assertThat(record.withPayload(new byte[] {1}).payload(), equalTo(new byte[] {1}));
  }

  @Test
  public void secondFailure_goesOnCounting() {
    DeadLetter first = Letters.of("a").toBuilder().setAttempts(2).build();
    DeadLetter second = failAgain(ReplayRecord.of(first).headers());
    assertThat(second.attempts(), equalTo(3));
    assertThat(second.firstFailureTime(), equalTo(Letters.FAILED));
    assertThat(second.failureTime().isAfter(Letters.FAILED), equalTo(true));
  }

  @Test
  public void headersOfAnybody_sayNothing() {
    for (String attempts : new String[] {"many", "-3", "99999999999", ""}) {
      DeadLetter letter =
          failAgain(
              Map.of(ReplayHeaders.ATTEMPTS, attempts, ReplayHeaders.FIRST_FAILURE_TIME, "once"));
      assertThat(letter.attempts(), equalTo(1));
      assertThat(letter.firstFailureTime(), equalTo(letter.failureTime()));
    }
  }

  @Test
  public void headersOfAnybody_largestNumberOfAttempts_staysThat() {
    DeadLetter letter = failAgain(Map.of(ReplayHeaders.ATTEMPTS, "2147483647"));
    assertThat(letter.attempts(), equalTo(Integer.MAX_VALUE));
  }

  @Test
  public void headersOfAnybody_firstFailureThatCannotBe_saysNothing() {
    for (String first :
        new String[] {
          "+200000000-01-01T00:00:00Z", "-4713-01-01T00:00:00Z", "9999-01-01T00:00:00Z"
        }) {
      DeadLetter letter = failAgain(Map.of(ReplayHeaders.FIRST_FAILURE_TIME, first));
      assertThat(letter.firstFailureTime(), equalTo(letter.failureTime()));
    }
  }

  @Test
  public void maskedPayload_isKnownByItsFormat() {
    ReplayRecord clear = ReplayRecord.of(Letters.of("a"));
    assertThat(clear.isMasked(), equalTo(false));
    assertThat(clear.withoutMaskedMark(), equalTo(clear));
    ReplayRecord masked =
        ReplayRecord.of(Letters.of("a").toBuilder().setPayloadFormat("masked+json").build());
    assertThat(masked.isMasked(), equalTo(true));
    assertThat(masked.isEncrypted(), equalTo(false));
    assertThat(masked.withoutMaskedMark(), equalTo(clear));
    ReplayRecord ofNoFormat =
        ReplayRecord.of(Letters.of("a").toBuilder().setPayloadFormat("masked").build());
    assertThat(ofNoFormat.isMasked(), equalTo(true));
    assertThat(ofNoFormat.withoutMaskedMark().payloadFormat(), nullValue());
    ReplayRecord other =
        ReplayRecord.of(Letters.of("a").toBuilder().setPayloadFormat("masked-json").build());
    assertThat(other.isMasked(), equalTo(false));
  }

  @Test
  public void text_hasNoData() {
    DeadLetter letter = Letters.of("a").toBuilder().setHeaders(Map.of("token", "secret")).build();
    assertThat(ReplayRecord.of(letter).toString(), not(containsString("secret")));
    assertThat(ReplayRecord.of(letter).toString(), containsString("letterId=a"));
  }

  @Test
  public void ownMessage_isWithoutTheLibrarys() {
    DeadLetter letter = Letters.of("a").toBuilder().setMessage("no JSON (line 3)").build();
    assertThat(letter.ownMessage(), equalTo("no JSON (line 3)"));
    assertThat(
        letter.toBuilder().setErrorClass("x.Y").setMessage("no JSON (secret)").build().ownMessage(),
        equalTo("no JSON"));
    assertThat(
        "it may be in either of them",
        letter.toBuilder()
            .setErrorClass("x.Y")
            .setMessage("no JSON (secret) (secret)")
            .build()
            .ownMessage(),
        equalTo("no JSON"));
    assertThat(
        letter.toBuilder()
            .setMessage(BadRecords.MESSAGE + ": secret (secret)")
            .build()
            .ownMessage(),
        equalTo(BadRecords.MESSAGE));
  }
}
