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

  private static final long DAY = Duration.ofDays(1).toMillis();

  private static Severity severity(Exception failure, Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("t", null, timestamp, null, new byte[0]);
    return SendFailure.refusal(failure, record, false).severity();
  }

  @Test
  public void timestampInTheFuture_isTakenLater() {
    long tomorrow = System.currentTimeMillis() + DAY;
    assertThat(
        severity(new InvalidTimestampException("no"), tomorrow), equalTo(Severity.RETRYABLE));
    // As the client has it where several of a batch are refused.
    assertThat(severity(new InvalidRecordException("no"), tomorrow), equalTo(Severity.RETRYABLE));
  }

  @Test
  public void timestampInThePast_stays() {
    long yesterday = System.currentTimeMillis() - DAY;
    assertThat(
        severity(new InvalidTimestampException("no"), yesterday), equalTo(Severity.PERMANENT));
    assertThat(severity(new InvalidRecordException("no"), yesterday), equalTo(Severity.PERMANENT));
    assertThat(severity(new InvalidRecordException("no"), null), equalTo(Severity.PERMANENT));
  }

  @Test
  public void tooLarge_staysWhateverTheTimestampIs() {
    assertThat(
        severity(new RecordTooLargeException("no"), System.currentTimeMillis() + DAY),
        equalTo(Severity.PERMANENT));
  }
}
