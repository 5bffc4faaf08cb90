package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.schema.RowValues;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import java.util.Arrays;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns records into Rows with metadata and provenance. */
final class DecodeRecordFn extends DoFn<KafkaRecord<byte[], RecordValue>, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private final RecordShape shape;
  private final MetadataColumns metadata;
  private final Schema outputSchema;
  private final String stepName;
  private final boolean keepOriginals;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private transient @Nullable RecordReader reader;

  DecodeRecordFn(ReadKafkaRows spec, RecordShape shape, Schema outputSchema) {
    this.shape = shape;
    this.metadata = spec.metadata();
    this.outputSchema = outputSchema;
    this.stepName = spec.stepName();
    this.keepOriginals = spec.deadLetters() != null && spec.originals();
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
    reader = shape.reader();
  }

  @ProcessElement
  public void process(
      @Element KafkaRecord<byte[], RecordValue> read,
      @Timestamp Instant time,
      BoundedWindow window,
      MultiOutputReceiver out) {
    counters.in();
    KafkaRecord<byte[], RecordValue> record = shape.original(read);
    Decoded decoded = read(record);
    MalformedException problem = decoded.problem();
    Row row = decoded.row();
    if (problem == null && row != null) {
      problem = tooFarInTheFuture(record, decoded, time);
    }
    if (problem != null) {
      fail(record, problem, time, window, out);
    } else if (row == null) {
      counters.dropped();
      counters.add("tombstones", 1);
    } else {
      Row output = output(row, record);
      counters.out();
      out.get(OUT).output(output);
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private Decoded read(KafkaRecord<byte[], RecordValue> record) {
    RecordReader known = reader;
    if (known == null) {
      throw new IllegalStateException("setup() was not called.");
    }
    return known.read(record);
  }

  // The source decided, by the clock it had then.
  private static @Nullable MalformedException tooFarInTheFuture(
      KafkaRecord<byte[], RecordValue> record, Decoded decoded, Instant time) {
    Instant eventTime = decoded.eventTime();
    boolean refused =
        eventTime == null ? record.getTimestamp() > time.getMillis() : eventTime.isAfter(time);
    return refused
        ? new MalformedException(
            "the time of the record is too far in the future (withMaxFuture)", null)
        : null;
  }

  private void fail(
      KafkaRecord<byte[], RecordValue> record,
      MalformedException why,
      Instant time,
      BoundedWindow window,
      MultiOutputReceiver out) {
    String text = String.valueOf(why.getMessage());
    Severity severity = why.isRetryable() ? Severity.RETRYABLE : Severity.PERMANENT;
    if (deadLetters == null) {
      // Without the cause, whose message may quote the record.
      throw StepFailedException.of(
          stepName, Failure.of(Reason.MALFORMED, text).with(severity, 1), place(record));
    }
    counters.dead(Reason.MALFORMED.code());
    out.get(DEAD)
        .output(
            deadLetters.ofBytes(
                record.getKV().getValue().bytes(),
                shape.format().name(),
                withKeyAndHeaders(place(record), record),
                time,
                window,
                Failure.of(Reason.MALFORMED, text, why.getCause()).with(severity, 1)));
  }

  private Row output(Row row, KafkaRecord<byte[], RecordValue> record) {
    int fields = shape.schema().getFieldCount();
    Object[] values = RowValues.of(row, outputSchema.getFieldCount() - fields);
    metadata.put(record, values, fields);
    Provenance source = place(record);
    if (keepOriginals) {
      source = withKeyAndHeaders(source, record);
      byte[] bytes = record.getKV().getValue().bytes();
      if (bytes != null) {
        source = source.withPayload(bytes, shape.format().name());
      }
    }
    values[values.length - 1] = source.toBytes();
    return Row.withSchema(outputSchema).attachValues(Arrays.asList(values));
  }

  private static Provenance place(KafkaRecord<byte[], RecordValue> record) {
    return Provenance.ofKafka(record.getTopic(), record.getPartition(), record.getOffset());
  }

  private static Provenance withKeyAndHeaders(
      Provenance source, KafkaRecord<byte[], RecordValue> record) {
    return source
        .withKey(record.getKV().getKey())
        .withHeaders(KafkaHeaders.toMap(record.getHeaders()));
  }
}
