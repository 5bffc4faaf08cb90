package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Encodes rows before they are written, so that one that cannot be does not fail the others. */
final class EncodeFn extends DoFn<Row, byte[]> {

  private static final long serialVersionUID = 1;

  static final TupleTag<byte[]> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private final FileLayout layout;
  private final Schema schema;
  private final String stepName;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private transient @Nullable RowEncoder encoder;

  EncodeFn(
      FileLayout layout, Schema schema, String stepName, @Nullable DeadLetterFactory deadLetters) {
    this.layout = layout;
    this.schema = schema;
    this.stepName = stepName;
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
  }

  @Setup
  public void setup() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
    encoder = layout.encoder(schema);
  }

  @ProcessElement
  public void process(
      @Element Row row, @Timestamp Instant time, BoundedWindow window, MultiOutputReceiver out) {
    counters.in();
    byte[] record;
    try {
      record = opened().encode(row);
    } catch (UnwritableException e) {
      fail(row, time, window, e, out);
      return;
    }
    counters.out();
    out.get(OUT).output(record);
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private RowEncoder opened() {
    if (encoder == null) {
      throw new IllegalStateException(stepName + ": not set up.");
    }
    return encoder;
  }

  private void fail(
      Row row,
      Instant time,
      BoundedWindow window,
      UnwritableException why,
      MultiOutputReceiver out) {
    String message = String.valueOf(why.getMessage());
    if (deadLetters == null) {
      // Without the cause, whose message may quote the record.
      throw StepFailedException.of(
          stepName, Failure.of(Reason.SINK_REJECTED, message), Provenance.of(row));
    }
    counters.dead(Reason.SINK_REJECTED.code());
    out.get(DEAD)
        .output(
            deadLetters.ofRow(
                row, time, window, Failure.of(Reason.SINK_REJECTED, message, why.getCause())));
  }
}
