package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a replay, in which letters get another status. There is one replay of a topic
 * at a time: a new one takes the place of one that is open, whose transaction is undone, and which
 * fails at its next step.
 */
final class LetterTransactions implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private record Outgoing(String letterId, ProducerRecord<byte[], byte[]> record) {}

  private record Refusal(String letterId, Exception why) {}

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final LetterStates states;
  private final List<Outgoing> outgoing = new ArrayList<>();
  private final Map<String, LetterStatus> pending = new HashMap<>();
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

  private LetterTransactions(String topic, Producer<byte[], byte[]> producer, LetterStates states) {
    this.topic = topic;
    this.producer = producer;
    this.states = states;
  }

  /**
   * Starts a replay.
   *
   * @throws IOException if the brokers do not answer, or refuse
   */
  static LetterTransactions open(KafkaConnection connection, String topic) throws IOException {
    LetterStates.create(connection, topic);
    Map<String, Object> settings = new HashMap<>(ProducerDefaults.with(connection.properties()));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "summerbeam.replay." + topic);
    Producer<byte[], byte[]> producer = StoreClients.producer(settings);
    try {
      // When this returns, nothing of an earlier replay is left undecided.
      producer.initTransactions();
      return new LetterTransactions(topic, producer, LetterStates.read(connection, topic));
    } catch (KafkaException e) {
      producer.close(CLOSE);
      throw BrokerFailure.of(connection, "The replay of '" + topic + "' cannot start", e);
    } catch (IOException e) {
      producer.close(CLOSE);
      throw e;
    }
  }

  /** The status of a letter, with what is not committed yet. */
  LetterStatus statusOf(DeadLetter letter) {
    String key = LetterStates.keyOf(letter);
    LetterStatus status = pending.get(key);
    return status == null ? states.of(key) : status;
  }

  /** Gives a letter a status, with the next commit. */
  void mark(DeadLetter letter, LetterStatus status) {
    String key = LetterStates.keyOf(letter);
    outgoing.add(new Outgoing(letter.id(), states.record(key, status)));
    pending.put(key, status);
  }

  /** Sends a record of a letter, with the next commit. */
  void send(DeadLetter letter, ProducerRecord<byte[], byte[]> record) {
    outgoing.add(new Outgoing(letter.id(), record));
  }

  /**
   * Makes all of it count. The transaction begins only now: while one is open, who reads committed
   * records of its topics waits, and the brokers end one that takes long.
   *
   * @throws IOException if that cannot be done, or is not known to be
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The commit fails if one of them does.
  void commit() throws IOException {
    if (outgoing.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      for (Outgoing next : outgoing) {
        producer.send(
            next.record(),
            (position, problem) -> {
              if (problem != null && !SendFailure.isOfNeighbour(problem)) {
                refusal.compareAndSet(null, new Refusal(next.letterId(), problem));
              }
            });
      }
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw failed(e);
    }
    pending.forEach(states::put);
    pending.clear();
    outgoing.clear();
  }

  private IOException failed(RuntimeException e) {
    if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
      return new IOException(
          "Another replay of '" + topic + "' has taken the place of this one.", e);
    }
    abort();
    Refusal first = refusal.get();
    if (first == null) {
      return new IOException(
          "The replay of '" + topic + "' failed (" + e.getClass().getSimpleName() + ").", e);
    }
    return new IOException(
        "The replay of '"
            + topic
            + "' failed: the record of the letter "
            + first.letterId()
            + " was not taken ("
            + first.why().getClass().getSimpleName()
            + "). Mend that, or leave the letter out.",
        first.why());
  }

  private void abort() {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      // Then the brokers undo it, at its timeout or when the next replay starts.
    }
  }

  /** Gives up what was not committed. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
