package io.summerbeam.sdk.failure;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/** Turns the records that Beam's own transforms reject into our envelope. */
final class BadRecords extends DoFn<BadRecord, DeadLetter> {

  private static final long serialVersionUID = 1;

  private final DeadLetterFactory factory;
  private final boolean keepMessages;

  BadRecords(DeadLetterFactory factory, boolean keepMessages) {
    this.factory = factory;
    this.keepMessages = keepMessages;
  }

  @ProcessElement
  public void process(
      @Element BadRecord bad,
      @Timestamp Instant eventTime,
      BoundedWindow window,
      OutputReceiver<DeadLetter> out) {
    byte[] encoded = bad.getRecord().getEncodedRecord();
    String json = bad.getRecord().getHumanReadableJsonRecord();
    DeadLetter letter =
        factory.ofBytes(
            encoded != null ? encoded : json == null ? null : json.getBytes(StandardCharsets.UTF_8),
            encoded != null ? "beam:" + bad.getRecord().getCoder() : "json",
            null,
            eventTime,
            window,
            Failure.of(Reason.TRANSFORM_FAILED, message(bad)));
    out.output(letter.toBuilder().setErrorClass(errorClass(bad)).build());
  }

  private String message(BadRecord bad) {
    String ours = "a transform of Beam rejected this record";
    // Beam's texts quote the record.
    return keepMessages
        ? ours
            + ": "
            + bad.getFailure().getDescription()
            + " ("
            + bad.getFailure().getException()
            + ")"
        : ours;
  }

  // BadRecord holds the exception's toString: its class, then ": " and the message.
  private static String errorClass(BadRecord bad) {
    String exception = String.valueOf(bad.getFailure().getException());
    int end = exception.indexOf(':');
    return end < 0 ? exception : exception.substring(0, end);
  }
}
