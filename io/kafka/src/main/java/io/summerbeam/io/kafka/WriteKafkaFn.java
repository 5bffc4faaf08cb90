package io.summerbeam.io.kafka;

import io.summerbeam.io.kafka.BundleSends.Refused;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Severity;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the rows of a bundle, and ends it when all of them are written or refused. */
final class WriteKafkaFn extends DoFn<Row, DeadLetter> {

  private static final long serialVersionUID = 1;

  private final KafkaConnection connection;
  private final RecordFields fields;
  private final Schema schema;
  private final Rejections rejections;
  private final RecordCounters counters;
  private final int mostInFlight;

  private transient @Nullable SharedProducer producer;
  private transient @Nullable RecordMaker maker;
  private transient @Nullable AbsentTopics absent;
  private transient @Nullable BundleSends<HeldRow> sends;

  WriteKafkaFn(
      KafkaConnection connection,
      RecordFields fields,
      Schema schema,
      String stepName,
      @Nullable DeadLetterFactory deadLetters,
      int mostInFlight) {
    this.connection = connection;
    this.fields = fields;
    this.schema = schema;
    this.rejections = new Rejections(stepName, deadLetters);
    this.counters = RecordCounters.of(stepName);
    this.mostInFlight = mostInFlight;
  }

  @Setup
  public void setup() {
    rejections.open();
    maker = new RecordMaker(fields, schema, this::isAbsent);
    absent = new AbsentTopics();
    producer = SharedProducer.acquire(connection);
  }

  // What a bundle that failed has left on its way comes again with another one.
  @StartBundle
  public void startBundle() {
    SharedProducer current = opened(producer);
    if (current.isRetired()) {
      producer = null;
      current.release();
      current = SharedProducer.acquire(connection);
      producer = current;
    }
    sends =
        new BundleSends<>(
            rejections.stepName(), current, fields.topicField() != null, mostInFlight);
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window)
      throws IOException, InterruptedException {
    counters.in();
    HeldRow held = new HeldRow(context.element(), context.timestamp(), window, context.pane());
    ProducerRecord<byte[], byte[]> record = null;
    RejectedException rejected = null;
    try {
      record = opened(maker).make(held.row(), held.timestamp());
      if (opened(absent).has(record.topic())) {
        rejected = RejectedException.ofAbsentTopic(null);
      }
    } catch (UnwritableException e) {
      rejected =
          new RejectedException(String.valueOf(e.getMessage()), Severity.PERMANENT, e.getCause());
    } catch (RejectedException e) {
      rejected = e;
    }
    BundleSends<HeldRow> bundle = opened(sends);
    if (rejected != null) {
      put(held, rejected, context);
    } else if (record != null) {
      bundle.send(held, record);
    }
    counters.add(CounterName.OUT, bundle.takeWritten());
    for (Refused<HeldRow> next = refused(bundle); next != null; next = refused(bundle)) {
      put(next.kept(), next.why(), context);
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
    BundleSends<HeldRow> bundle = opened(sends);
    bundle.finish();
    counters.add(CounterName.OUT, bundle.takeWritten());
    for (Refused<HeldRow> next = refused(bundle); next != null; next = refused(bundle)) {
      HeldRow held = next.kept();
      DeadLetter letter = rejections.letter(held, next.why(), counters);
      context.output(letter, held.timestamp(), held.window());
    }
    sends = null;
    counters.flush();
  }

  @Teardown
  public void teardown() {
    sends = null;
    SharedProducer current = producer;
    producer = null;
    if (current != null) {
      current.release();
    }
  }

  // A dead letter leaves while another row, perhaps of a later time, is at hand. The watermark
  // waits for the end of the bundle that both are in.
  @Override
  @SuppressWarnings("deprecation") // Nothing else lets a bundle send on what came before.
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private boolean isAbsent(String topic) {
    AbsentTopics seen = opened(absent);
    try {
      if (!seen.has(topic) && opened(producer).topics().isAbsent(topic)) {
        seen.add(topic);
      }
    } catch (KafkaException e) {
      // Who sends the record meets it again, and says what it is.
      return false;
    }
    return seen.has(topic);
  }

  private void put(HeldRow held, RejectedException why, ProcessContext context) {
    DeadLetter letter = rejections.letter(held, why, counters);
    context.outputWindowedValue(letter, held.timestamp(), List.of(held.window()), held.pane());
  }

  private @Nullable Refused<HeldRow> refused(BundleSends<HeldRow> bundle) {
    Refused<HeldRow> next = bundle.pollRefused();
    if (next != null && next.why().isAbsentTopic()) {
      opened(absent).add(next.sent().topic());
    }
    return next;
  }

  private <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(rejections.stepName() + ": not set up.");
    }
    return part;
  }
}
