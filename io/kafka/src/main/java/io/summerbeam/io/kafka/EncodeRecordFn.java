package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.metric.RecordCounters;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes keys and values for a sink that has no dead letters: what it would choke on stays here. */
final class EncodeRecordFn extends DoFn<Row, KV<byte @Nullable [], byte[]>> {

  private static final long serialVersionUID = 1;

  static final TupleTag<KV<byte @Nullable [], byte[]>> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  // Of a batch and a record in it, beside key and value; the client's own bound is about as large.
  private static final int OVERHEAD_BYTES = 128;

  private static final int DEFAULT_MAX_REQUEST_BYTES = 1_048_576;

  private final RecordFields fields;
  private final Schema schema;
  private final int maxRequestBytes;
  private final Rejections rejections;
  private final RecordCounters counters;
  private transient @Nullable RecordMaker maker;

  EncodeRecordFn(
      RecordFields fields, Schema schema, KafkaConnection connection, Rejections rejections) {
    this.fields = fields;
    this.schema = schema;
    String max = connection.config().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    this.maxRequestBytes = max == null ? DEFAULT_MAX_REQUEST_BYTES : Integer.parseInt(max);
    this.rejections = rejections;
    this.counters = RecordCounters.of(rejections.stepName());
  }

  @Setup
  public void setup() {
    rejections.open();
    maker = new RecordMaker(fields, schema);
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    counters.in();
    HeldRow held = new HeldRow(context.element(), context.timestamp(), window, context.pane());
    KV<byte @Nullable [], byte[]> record = null;
    RejectedException rejected = null;
    try {
      record = keyAndValue(held);
    } catch (UnwritableException e) {
      rejected =
          new RejectedException(String.valueOf(e.getMessage()), Severity.PERMANENT, e.getCause());
    } catch (RejectedException e) {
      rejected = e;
    }
    if (rejected != null) {
      DeadLetter letter = rejections.letter(held, rejected, counters);
      context.output(DEAD, letter);
    } else if (record != null) {
      counters.out();
      context.output(record);
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private KV<byte @Nullable [], byte[]> keyAndValue(HeldRow held)
      throws UnwritableException, RejectedException {
    RecordMaker opened = maker;
    if (opened == null) {
      throw new IllegalStateException(rejections.stepName() + ": not set up.");
    }
    ProducerRecord<byte[], byte[]> record = opened.make(held.row(), held.timestamp());
    byte[] key = record.key();
    byte[] value = record.value();
    if ((key == null ? 0L : key.length) + value.length + OVERHEAD_BYTES > maxRequestBytes) {
      throw new RejectedException(
          "the record is larger than the producer sends (max.request.size)");
    }
    return KV.of(key, value);
  }
}
