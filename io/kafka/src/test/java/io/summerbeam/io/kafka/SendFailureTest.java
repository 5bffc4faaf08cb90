package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.Severity;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Which refusals stay, and which do not. */
@RunWith(JUnit4.class)
public final class SendFailureTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final byte[] KEY = {1};

  private static Severity severity(Exception failure, Long timestamp) {
    return severity(failure, timestamp, KEY);
  }

  private static Severity severity(Exception failure, Long timestamp, byte[] key) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("t", null, timestamp, key, new byte[0]);
    return SendFailure.refusal(failure, record, false).severity();
  }

  @Test
  public void timestampInTheFuture_isTakenLater() {
    long soon = System.currentTimeMillis() + HOUR;
    assertThat(severity(new InvalidTimestampException("no"), soon), equalTo(Severity.RETRYABLE));
    // As the client has it where several of a batch are refused.
    assertThat(severity(new InvalidRecordException("no"), soon), equalTo(Severity.RETRYABLE));
  }

  @Test
  public void recordWithoutAKey_mayBeRefusedForThat() {
    long soon = System.currentTimeMillis() + HOUR;
    assertThat(severity(new InvalidRecordException("no"), soon, null), equalTo(Severity.PERMANENT));
    assertThat(
        severity(new InvalidTimestampException("no"), soon, null), equalTo(Severity.RETRYABLE));
  }

  @Test
  public void timestampFarInTheFuture_isWrong() {
    long never = System.currentTimeMillis() * 1000;
    assertThat(severity(new InvalidTimestampException("no"), never), equalTo(Severity.PERMANENT));
    assertThat(
        severity(new InvalidTimestampException("no"), Long.MAX_VALUE), equalTo(Severity.PERMANENT));
    assertThat(severity(new InvalidRecordException("no"), never), equalTo(Severity.PERMANENT));
  }

  @Test
  public void timestampInThePast_stays() {
    long yesterday = System.currentTimeMillis() - 24 * HOUR;
    assertThat(
        severity(new InvalidTimestampException("no"), yesterday), equalTo(Severity.PERMANENT));
    assertThat(severity(new InvalidRecordException("no"), yesterday), equalTo(Severity.PERMANENT));
    assertThat(severity(new InvalidRecordException("no"), null), equalTo(Severity.PERMANENT));
  }

  @Test
  public void tooLarge_staysWhateverTheTimestampIs() {
    assertThat(
        severity(new RecordTooLargeException("no"), System.currentTimeMillis() + 24 * HOUR),
        equalTo(Severity.PERMANENT));
  }
}
