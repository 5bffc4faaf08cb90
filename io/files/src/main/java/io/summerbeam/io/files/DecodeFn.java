package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.schema.RowValues;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns raw records into Rows with provenance and event time. */
final class DecodeFn extends DoFn<RecordBlock, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private final FileLayout layout;
  private final Schema schema;
  private final Schema outputSchema;
  private final @Nullable EventTime eventTime;
  private final String stepName;
  private final int maxRecordBytes;
  private final boolean keepOriginals;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private transient @Nullable RowDecoder decoder;
  private transient byte @Nullable [] decoderHeader;
  private transient @Nullable EventTimeReader timeReader;
  private transient @Nullable ReplayedLines replayed;

  DecodeFn(ReadFileRows spec, Schema schema, Schema outputSchema, boolean keepOriginals) {
    this.layout = spec.layout();
    this.schema = schema;
    this.outputSchema = outputSchema;
    this.eventTime = spec.eventTime();
    this.stepName = spec.stepName();
    this.maxRecordBytes = spec.maxRecordBytes();
    this.keepOriginals = keepOriginals;
    this.deadLetters =
        spec.deadLetters() == null ? null : spec.deadLetters().factory(spec.stepName());
    this.counters = RecordCounters.of(spec.stepName());
  }

  @Setup
  public void setup() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
    decoder = null;
    replayed = null;
    timeReader = eventTime == null ? null : eventTime.reader(schema);
  }

  @ProcessElement
  public void process(
      @Element RecordBlock block,
      @Timestamp Instant noTime,
      BoundedWindow window,
      MultiOutputReceiver out) {
    RowDecoder blockDecoder = decoderOf(block);
    ReplayedLines lines = replayedOf(block.file());
    for (RawRecord record : block.records()) {
      Provenance source = Provenance.ofFile(block.file(), record.offset(), record.line());
      decode(record, lines.withHeaders(source), blockDecoder, noTime, window, out);
    }
  }

  private void decode(
      RawRecord record,
      Provenance source,
      RowDecoder recordDecoder,
      Instant noTime,
      BoundedWindow window,
      MultiOutputReceiver out) {
    counters.in();
    Row row;
    Instant time;
    try {
      byte[] bytes = record.bytes();
      if (bytes == null) {
        throw tooLong();
      }
      Row decoded = recordDecoder.decode(bytes);
      time = timeReader == null ? noTime : timeReader.read(decoded);
      row = withProvenance(decoded, source, bytes);
    } catch (MalformedException e) {
      fail(record, source, e, window, out);
      return;
    }
    counters.out();
    out.get(OUT).outputWithTimestamp(row, time);
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private void fail(
      RawRecord record,
      Provenance source,
      MalformedException why,
      BoundedWindow window,
      MultiOutputReceiver out) {
    String text = String.valueOf(why.getMessage());
    Severity severity = why.isRetryable() ? Severity.RETRYABLE : Severity.PERMANENT;
    if (deadLetters == null) {
      // Without the cause, whose message may quote the record.
      throw StepFailedException.of(
          stepName, Failure.of(Reason.MALFORMED, text).with(severity, 1), source);
    }
    counters.dead(Reason.MALFORMED.code());
    out.get(DEAD)
        .output(
            deadLetters.ofBytes(
                record.bytes(),
                layout.formatName(),
                source,
                null,
                window,
                Failure.of(Reason.MALFORMED, text, why.getCause()).with(severity, 1)));
  }

  private Row withProvenance(Row row, Provenance source, byte[] bytes) {
    Object[] values = RowValues.of(row, 1);
    values[values.length - 1] =
        (keepOriginals ? source.withPayload(bytes, layout.formatName()) : source).toBytes();
    return Row.withSchema(outputSchema).attachValues(Arrays.asList(values));
  }

  // The blocks of one file follow each other and share their header.
  private RowDecoder decoderOf(RecordBlock block) {
    RowDecoder known = decoder;
    if (known == null || !Arrays.equals(block.header(), decoderHeader)) {
      known = layout.decoder(schema, block.header());
      decoder = known;
      decoderHeader = block.header();
    }
    return known;
  }

  private ReplayedLines replayedOf(String file) {
    ReplayedLines known = replayed;
    if (known == null || !known.file().equals(file)) {
      known = ReplayedLines.of(file);
      replayed = known;
    }
    return known;
  }

  private MalformedException tooLong() {
    return new MalformedException(
        "the record is longer than " + maxRecordBytes + " bytes (withMaxRecordBytes)", null);
  }
}
