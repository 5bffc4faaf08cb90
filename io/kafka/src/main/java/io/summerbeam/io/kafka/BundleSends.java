package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one bundle on their way to the brokers. Many are on their way at once; what is
 * refused comes back, and what else goes wrong fails the bundle, which is tried again then.
 *
 * <p>Used by one thread; the producer's own thread tells what became of the records.
 *
 * @param <T> what is kept of a record until it is known to be written
 */
final class BundleSends<T> {

  /** A record that is refused, and why. */
  record Refused<T>(T kept, ProducerRecord<byte[], byte[]> sent, RejectedException why) {}

  private record Sent<T>(T kept, ProducerRecord<byte[], byte[]> sent) {}

  // A neighbour of a refused record is sent again without it, and may meet one of another bundle:
  // they share the client. So long as some get through, there is no end to that.
  private static final int MOST_VAIN_ROUNDS = 100;

  private final String stepName;
  private final SharedProducer producer;
  private final boolean topicOfRecord;
  private final int mostInFlight;
  private final Semaphore places;
  private final Queue<Refused<T>> refused = new ConcurrentLinkedQueue<>();
  private final Queue<Sent<T>> neighbours = new ConcurrentLinkedQueue<>();
  private final AtomicInteger neighbourCount = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * Starts a bundle.
   *
   * @param topicOfRecord as {@link SendFailure#refusal} has it
   */
  BundleSends(String stepName, SharedProducer producer, boolean topicOfRecord, int mostInFlight) {
    this.stepName = stepName;
    this.producer = producer;
    this.topicOfRecord = topicOfRecord;
    this.mostInFlight = mostInFlight;
    this.places = new Semaphore(mostInFlight);
  }

  /**
   * Sends a record, and waits where too many are on their way.
   *
   * @throws IOException if an earlier record of the bundle could not be written
   */
  void send(T kept, ProducerRecord<byte[], byte[]> record)
      throws IOException, InterruptedException {
    throwFailure();
    // A bundle may be a whole partition, and one bad record has many neighbours.
    if (neighbourCount.get() >= mostInFlight) {
      finish();
    }
    start(new Sent<>(kept, record));
  }

  /** One of the records that were refused until now; null where there is none. */
  @Nullable Refused<T> pollRefused() {
    return refused.poll();
  }

  /** How many records were written since the last time this was asked. */
  long takeWritten() {
    return written.getAndSet(0);
  }

  /**
   * Waits until every record is written or refused.
   *
   * @throws IOException if one is neither
   */
  void finish() throws IOException, InterruptedException {
    int before = Integer.MAX_VALUE;
    int vain = 0;
    while (vain < MOST_VAIN_ROUNDS) {
      flush();
      List<Sent<T>> again = new ArrayList<>();
      for (Sent<T> next = neighbours.poll(); next != null; next = neighbours.poll()) {
        neighbourCount.decrementAndGet();
        again.add(next);
      }
      if (again.isEmpty()) {
        return;
      }
      vain = again.size() < before ? 0 : vain + 1;
      before = again.size();
      for (Sent<T> next : again) {
        start(next);
      }
    }
    failure.compareAndSet(
        null,
        new KafkaException("Sent again " + MOST_VAIN_ROUNDS + " times beside refused records."));
    throwFailure();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  private void start(Sent<T> sent) throws IOException, InterruptedException {
    take(1);
    RejectedException noPartition = null;
    try {
      if (producer.topics().isAbsent(sent.sent().topic())) {
        answered(sent, SendFailure.absentTopic());
        return;
      }
      noPartition = noPartition(sent.sent());
      if (noPartition == null) {
        producer.client().send(sent.sent(), (position, problem) -> answered(sent, problem));
      }
    } catch (ApiException e) {
      answered(sent, e);
    } catch (KafkaException | IllegalStateException e) {
      // The producer is of no more use, or the thread is to stop.
      failure.compareAndSet(null, e);
      throwFailure();
    }
    if (noPartition != null) {
      refused.add(new Refused<>(sent.kept(), sent.sent(), noPartition));
      places.release();
    }
  }

  // Asked for a partition that there is not, the client waits for it to be made.
  private @Nullable RejectedException noPartition(ProducerRecord<byte[], byte[]> record) {
    Integer partition = record.partition();
    return partition != null && partition >= producer.client().partitionsFor(record.topic()).size()
        ? new RejectedException(
            "the topic has no partition of that number", Severity.RETRYABLE, null)
        : null;
  }

  private void answered(Sent<T> sent, @Nullable Exception problem) {
    if (problem == null) {
      written.incrementAndGet();
    } else if (SendFailure.isOfNeighbour(problem)) {
      neighbourCount.incrementAndGet();
      neighbours.add(sent);
    } else {
      RejectedException refusal = SendFailure.refusal(problem, sent.sent(), topicOfRecord);
      if (refusal == null) {
        failure.compareAndSet(null, problem);
      } else {
        refused.add(new Refused<>(sent.kept(), sent.sent(), refusal));
      }
    }
    places.release();
  }

  private void flush() throws IOException, InterruptedException {
    try {
      producer.client().flush();
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
      throwFailure();
    }
    take(mostInFlight);
    places.release(mostInFlight);
    throwFailure();
  }

  // The client tells of each record within its delivery timeout, unless it is broken: a batch that
  // it can split no further, for example, is never heard of again.
  private void take(int permits) throws IOException, InterruptedException {
    long patience = producer.patience().toMillis();
    if (!places.tryAcquire(permits, patience, TimeUnit.MILLISECONDS)) {
      failure.compareAndSet(
          null,
          new TimeoutException(
              "Kafka's client said nothing for "
                  + patience
                  + " ms. Is batch.size larger than max.message.bytes of the topic?"));
      throwFailure();
    }
  }

  private void throwFailure() throws IOException {
    Exception problem = failure.get();
    if (problem != null) {
      producer.retire();
      throw new IOException(
          stepName
              + ": a record could not be written to Kafka ("
              + SendFailure.named(problem)
              + (SendFailure.isAbsentTopic(problem) ? ": the topic does not exist" : "")
              + "). Nothing is lost: the runner tries the bundle again, or the job fails.",
          problem);
    }
  }
}
