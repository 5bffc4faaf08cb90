package io.summerbeam.io.kafka;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.metric.RecordCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Writes the numbered records of each shard in their order, and none twice: what Kafka has already,
 * of a bundle that comes again, is passed over.
 */
final class WriteOnceFn extends DoFn<KV<Integer, NumberedRecord>, Void> {

  private static final long serialVersionUID = 1;

  private static final String REPEATED = "records_repeated";

  private static final String WRITTEN = "written";
  private static final String EARLIEST = "earliest";
  private static final String EARLY = "early";

  /** The last one that was written. Kafka forgets it, where nothing is written for long. */
  @StateId(WRITTEN)
  private final StateSpec<ValueState<Position>> writtenSpec = StateSpecs.value(PositionCoder.of());

  /** The lowest number of those that came too early, so that the bag is seldom read. */
  @StateId(EARLIEST)
  private final StateSpec<ValueState<Long>> earliestSpec = StateSpecs.value();

  /** Records before which one is lacking: on Dataflow a shuffle keeps no order. */
  @StateId(EARLY)
  private final StateSpec<BagState<NumberedRecord>> earlySpec =
      StateSpecs.bag(NumberedRecordCoder.of());

  private final KafkaConnection connection;
  private final String sinkGroupId;
  private final String stepName;
  private final int mostRecords;
  private final RecordCounters counters;

  private transient @Nullable OnceWriters writers;
  private transient @Nullable OnceBundle bundle;

  WriteOnceFn(KafkaConnection connection, String sinkGroupId, String stepName, int mostRecords) {
    this.connection = connection;
    this.sinkGroupId = sinkGroupId;
    this.stepName = stepName;
    this.mostRecords = mostRecords;
    this.counters = RecordCounters.of(stepName);
  }

  @Setup
  public void setup() {
    writers = OnceWriters.acquire(connection, sinkGroupId);
  }

  @StartBundle
  public void startBundle() {
    abandon();
    bundle = new OnceBundle(opened(writers), mostRecords);
  }

  @RequiresStableInput
  @ProcessElement
  public void process(
      @Element KV<Integer, NumberedRecord> element,
      @StateId(WRITTEN) ValueState<Position> written,
      @StateId(EARLIEST) ValueState<Long> earliest,
      @StateId(EARLY) BagState<NumberedRecord> early)
      throws IOException {
    try {
      NumberedRecord record = element.getValue();
      OnceWriter writer = writer(element.getKey(), written);
      long run = record.position().run();
      long seq = record.position().seq();
      long next = writer.next(run);
      if (seq < next) {
        counters.add(REPEATED, 1);
      } else if (seq > next) {
        keep(record, earliest, early);
      } else {
        append(writer, record, written);
      }
      // Also where this one came again: Kafka may be further than the state, which has gone back.
      Long kept = earliest.read();
      if (kept != null && kept <= writer.next(run)) {
        appendKept(writer, written, earliest, early);
      }
    } catch (IOException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  @FinishBundle
  public void finishBundle() throws IOException {
    try {
      counters.add(CounterName.OUT, opened(bundle).finish());
    } catch (IOException | RuntimeException e) {
      abandon();
      throw e;
    }
    bundle = null;
    counters.flush();
  }

  @Teardown
  public void teardown() {
    abandon();
    OnceWriters current = writers;
    writers = null;
    if (current != null) {
      current.release();
    }
  }

  private OnceWriter writer(int shard, ValueState<Position> written) throws IOException {
    OnceBundle current = opened(bundle);
    OnceWriter writer = current.writer(shard);
    return writer == null ? current.take(shard, written.read()) : writer;
  }

  private void append(OnceWriter writer, NumberedRecord record, ValueState<Position> written)
      throws IOException {
    counters.add(CounterName.OUT, opened(bundle).append(writer, record));
    // Kept only if the bundle succeeds, and with it the transaction.
    written.write(record.position());
  }

  private static void keep(
      NumberedRecord record, ValueState<Long> earliest, BagState<NumberedRecord> early) {
    early.add(record);
    long seq = record.position().seq();
    Long before = earliest.read();
    if (before == null || seq < before) {
      earliest.write(seq);
    }
  }

  /** Writes those kept that are next; those that come later stay. */
  private void appendKept(
      OnceWriter writer,
      ValueState<Position> written,
      ValueState<Long> earliest,
      BagState<NumberedRecord> early)
      throws IOException {
    List<NumberedRecord> kept = new ArrayList<>();
    early.read().forEach(kept::add);
    kept.sort(Comparator.comparingLong(each -> each.position().seq()));
    early.clear();
    earliest.clear();
    for (NumberedRecord record : kept) {
      long next = writer.next(record.position().run());
      if (record.position().seq() == next) {
        append(writer, record, written);
      } else if (record.position().seq() > next) {
        keep(record, earliest, early);
      } else {
        counters.add(REPEATED, 1);
      }
    }
  }

  private void abandon() {
    OnceBundle current = bundle;
    bundle = null;
    if (current != null) {
      current.abandon();
    }
  }

  private <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(stepName + ": not set up.");
    }
    return part;
  }
}
