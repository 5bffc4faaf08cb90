package io.summerbeam.sdk.failure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns the records that Beam's own transforms reject into our envelope. */
final class BadRecords extends DoFn<BadRecord, DeadLetter> {

  /** What is said of all of them; Beam's own texts follow behind a colon. */
  static final String MESSAGE = "a transform of Beam rejected this record";

  private static final long serialVersionUID = 1;

  // A package and a class; nothing else or a message behind it. No name is longer than that.
  private static final Pattern CLASS_NAME =
      Pattern.compile("((?:[a-z_][A-Za-z0-9_]{0,50}\\.){1,15}[A-Z][A-Za-z0-9_$]{0,150})(?:: |$)");

  private final DeadLetterFactory factory;
  private final boolean keepMessages;

  BadRecords(DeadLetterFactory factory, boolean keepMessages) {
    this.factory = factory;
    this.keepMessages = keepMessages;
  }

  @Setup
  public void setup() {
    factory.open();
  }

  @ProcessElement
  public void process(
      @Element BadRecord bad,
      @Timestamp Instant eventTime,
      BoundedWindow window,
      OutputReceiver<DeadLetter> out) {
    out.output(deadLetter(bad, eventTime, window));
  }

  DeadLetter deadLetter(BadRecord bad, Instant eventTime, BoundedWindow window) {
    return factory.of(
        original(bad.getRecord()),
        eventTime,
        window,
        Failure.of(Reason.TRANSFORM_FAILED, message(bad.getFailure())),
        errorClass(bad.getFailure()));
  }

  private static Original original(BadRecord.Record record) {
    byte[] encoded = record.getEncodedRecord();
    String json = record.getHumanReadableJsonRecord();
    return encoded != null
        ? Original.of(encoded, "beam:" + record.getCoder())
        : Original.of(json == null ? null : json.getBytes(StandardCharsets.UTF_8), "json");
  }

  private String message(BadRecord.Failure failure) {
    // Beam's texts quote the record.
    return keepMessages
        ? MESSAGE
            + ": "
            + LibraryText.cut(String.valueOf(failure.getDescription()))
            + " ("
            + LibraryText.cut(String.valueOf(failure.getException()))
            + ")"
        : MESSAGE;
  }

  // BadRecord holds the exception's toString: its class, ": " and the message, unless the exception
  // or the transform made another text of it, which may be anything.
  private static @Nullable String errorClass(BadRecord.Failure failure) {
    Matcher name = CLASS_NAME.matcher(String.valueOf(failure.getException()));
    return name.lookingAt() ? name.group(1) : null;
  }
}
