package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.io.IOException;

/** Writes replayed records of any store to topics, at least once. */
final class TopicWriter implements ReplayWriter {

  private static final int MOST_IN_FLIGHT = 1000;

  private final KafkaReplayTarget target;
  private final SharedProducer producer;
  private final BundleSends<String> sends;

  TopicWriter(KafkaReplayTarget target) {
    this.target = target;
    this.producer = SharedProducer.acquire(target.connection());
    this.sends = new BundleSends<>("The replay to " + target, producer, false, MOST_IN_FLIGHT);
  }

  @Override
  public void write(ReplayRecord record) throws IOException {
    try {
      sends.send(record.letterId(), target.record(record));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      sends.finish();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    BundleSends.Refused<String> refused = sends.pollRefused();
    if (refused != null) {
      throw new IOException(
          "The record of the letter "
              + refused.kept()
              + " was not taken by "
              + target
              + ": "
              + refused.why().getMessage()
              + ". Mend that, or leave the letter out.",
          refused.why().getCause());
    }
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
