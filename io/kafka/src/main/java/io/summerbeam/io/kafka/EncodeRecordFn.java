package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.metric.RecordCounters;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes records, with their shards, for a sink that has no dead letters: what it would choke on
 * stays here.
 */
final class EncodeRecordFn extends DoFn<Row, KV<Integer, ProducerRecord<byte[], byte[]>>> {

  private static final long serialVersionUID = 1;

  static final TupleTag<KV<Integer, ProducerRecord<byte[], byte[]>>> OUT = new TupleTag<>("out") {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};

  private static final int DEFAULT_MAX_REQUEST_BYTES = 1_048_576;

  private final RecordFields fields;
  private final Schema schema;
  private final int maxRequestBytes;
  private final int shards;
  private final Rejections rejections;
  private final RecordCounters counters;
  private transient @Nullable RecordMaker maker;
  private transient @Nullable ShardOf shardOf;

  EncodeRecordFn(
      RecordFields fields,
      Schema schema,
      KafkaConnection connection,
      int shards,
      Rejections rejections) {
    this.fields = fields;
    this.schema = schema;
    String max = connection.config().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    this.maxRequestBytes = max == null ? DEFAULT_MAX_REQUEST_BYTES : Integer.parseInt(max);
    this.shards = shards;
    this.rejections = rejections;
    this.counters = RecordCounters.of(rejections.stepName());
  }

  @Setup
  public void setup() {
    rejections.open();
    // Which topics are there is the writer's question: a record of another one fails the job.
    maker = new RecordMaker(fields, schema, Set.<String>of()::contains);
    shardOf = new ShardOf(shards);
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    counters.in();
    HeldRow held = new HeldRow(context.element(), context.timestamp(), window, context.pane());
    ProducerRecord<byte[], byte[]> record = null;
    RejectedException rejected = null;
    try {
      record = record(held);
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
      context.output(KV.of(opened(shardOf).record(record), record));
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private ProducerRecord<byte[], byte[]> record(HeldRow held)
      throws UnwritableException, RejectedException {
    ProducerRecord<byte[], byte[]> record = opened(maker).make(held.row(), held.timestamp());
    if (clientsBound(record) > maxRequestBytes) {
      throw new RejectedException(
          "the record is larger than the producer sends (max.request.size)");
    }
    return record;
  }

  /** The size by which the client judges a record: of a batch with nothing else in it. */
  private static int clientsBound(ProducerRecord<byte[], byte[]> record) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.NONE,
        record.key(),
        record.value(),
        record.headers().toArray());
  }

  private <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(rejections.stepName() + ": not set up.");
    }
    return part;
  }
}
