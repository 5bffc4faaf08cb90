package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes replayed records of any store to topics, at least once. */
final class TopicWriter implements ReplayWriter {

  private static final int MOST_IN_FLIGHT = 1000;

  private final KafkaReplayTarget target;
  private final SharedProducer producer;
  private final BundleSends<ReplayRecord> sends;
  private final OriginalTopics topics;
  private final List<RefusedRecord> refused = new ArrayList<>();

  TopicWriter(KafkaReplayTarget target) {
    this.target = target;
    this.producer = SharedProducer.acquire(target.connection());
    this.sends = new BundleSends<>("The replay to " + target, producer, false, MOST_IN_FLIGHT);
    this.topics = new OriginalTopics(target.connection(), producer.client(), producer.topics());
  }

  @Override
  public void write(ReplayRecord record) throws IOException {
    ProducerRecord<byte[], byte[]> sent = target.record(record);
    String refusal = target.topic() == null ? topics.refusal(sent) : null;
    if (refusal != null) {
      refused.add(new RefusedRecord(record, refusal));
      return;
    }
    try {
      sends.send(record, sent);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public List<RefusedRecord> flush() throws IOException {
    try {
      sends.finish();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    List<RefusedRecord> all = new ArrayList<>(refused);
    refused.clear();
    for (BundleSends.Refused<ReplayRecord> next = sends.pollRefused();
        next != null;
        next = sends.pollRefused()) {
      all.add(new RefusedRecord(next.kept(), String.valueOf(next.why().getMessage())));
    }
    return all;
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("Interrupted while records were replayed.", e);
  }

  @Override
  public void close() {
    producer.release();
  }
}
