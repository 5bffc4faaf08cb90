package io.summerbeam.io.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads ranges of offsets, one after the other. */
final class BoundedTopicReader extends BoundedReader<KafkaRecord<byte[], RecordValue>> {

  private static final Duration POLL = Duration.ofSeconds(1);

  // A client waits for brokers for ever; a runner shall try again elsewhere.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final BoundedTopicSource source;
  private final Iterator<OffsetRange> ranges;
  private final ReadConsumers consumers;
  private final RecordTimes times;
  private @Nullable Consumer<byte[], byte[]> consumer;
  private @Nullable OffsetRange range;
  private Iterator<ConsumerRecord<byte[], byte[]>> batch = Collections.emptyIterator();
  private @Nullable KafkaRecord<byte[], RecordValue> current;
  private Instant currentTime = Instant.EPOCH;

  BoundedTopicReader(
      BoundedTopicSource source,
      List<OffsetRange> ranges,
      ReadConsumers consumers,
      RecordTimes times) {
    this.source = source;
    this.ranges = ranges.iterator();
    this.consumers = consumers;
    this.times = times;
  }

  @Override
  public boolean start() throws IOException {
    consumer = consumers.bounded();
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      throw new IllegalStateException("start() comes before advance().");
    }
    current = null;
    while (true) {
      OffsetRange reading = range;
      if (reading == null) {
        if (!ranges.hasNext()) {
          return false;
        }
        begin(open, ranges.next());
      } else if (batch.hasNext()) {
        ConsumerRecord<byte[], byte[]> next = batch.next();
        if (next.offset() < reading.end()) {
          take(next);
          return true;
        }
        end();
      } else if (open.position(reading.partition()) >= reading.end()) {
        // Behind gaps and markers, too, where no record is.
        end();
      } else {
        poll(open, reading);
      }
    }
  }

  private void begin(Consumer<byte[], byte[]> open, OffsetRange next) {
    open.assign(List.of(next.partition()));
    open.seek(next.partition(), next.start());
    range = next;
  }

  private void end() {
    batch = Collections.emptyIterator();
    range = null;
  }

  private void poll(Consumer<byte[], byte[]> open, OffsetRange reading) throws IOException {
    long position = open.position(reading.partition());
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    do {
      batch = open.poll(POLL).records(reading.partition()).iterator();
      if (batch.hasNext() || open.position(reading.partition()) > position) {
        return;
      }
    } while (System.nanoTime() < giveUp);
    throw new IOException(
        reading.partition()
            + ": nothing was read from offset "
            + position
            + " on for "
            + PATIENCE
            + ", but the partition had records up to "
            + reading.end()
            + ". Is the broker there?");
  }

  private void take(ConsumerRecord<byte[], byte[]> next) {
    KafkaRecord<byte[], RecordValue> record =
        new KafkaRecord<>(
            next.topic(),
            next.partition(),
            next.offset(),
            next.timestamp(),
            KafkaTimestampType.valueOf(next.timestampType().name()),
            next.headers(),
            next.key(),
            new RecordValue(next.value()));
    currentTime = times.of(record, Instant.now()).time();
    current = record;
  }

  @Override
  public KafkaRecord<byte[], RecordValue> getCurrent() throws NoSuchElementException {
    KafkaRecord<byte[], RecordValue> record = current;
    if (record == null) {
      throw new NoSuchElementException("There is no record before start() or after the last one.");
    }
    return record;
  }

  @Override
  public Instant getCurrentTimestamp() throws NoSuchElementException {
    getCurrent();
    return currentTime;
  }

  @Override
  public BoundedSource<KafkaRecord<byte[], RecordValue>> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(POLL);
    }
  }
}
