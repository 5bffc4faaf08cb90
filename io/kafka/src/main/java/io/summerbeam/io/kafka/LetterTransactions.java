package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
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
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a replay, in which letters get another status. There is one replay of a topic
 * at a time: a new one takes the place of one that is open, whose transaction is undone, and which
 * fails at its next step.
 */
final class LetterTransactions implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  /**
   * A letter that gets another status.
   *
   * @param delivery what is sent with it; null where nothing is
   */
  private record Change(
      String letterId, String key, LetterStatus status, @Nullable Delivery delivery) {}

  private record Delivery(ReplayRecord replayed, ProducerRecord<byte[], byte[]> sent) {}

  /** What the client or the broker says of a record. */
  private record Problem(Change change, boolean ofDelivery, Exception why) {}

  private record Refusal(Change change, RefusedRecord refused) {}

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final LetterStates states;
  private final ExistingTopics topics;
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, LetterStatus> pending = new HashMap<>();

  private LetterTransactions(
      String topic, Producer<byte[], byte[]> producer, LetterStates states, ExistingTopics topics) {
    this.topic = topic;
    this.producer = producer;
    this.states = states;
    this.topics = topics;
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
      return new LetterTransactions(
          topic, producer, LetterStates.read(connection, topic), new ExistingTopics(connection));
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

  /** The client, to ask it things; it is closed with this. */
  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** The topics that may be delivered to; closed with this, too. */
  ExistingTopics topics() {
    return topics;
  }

  /** Gives a letter a status, with the next commit. */
  void mark(DeadLetter letter, LetterStatus status) {
    change(letter, status, null);
  }

  /** Sends the record of a letter, which is replayed then, with the next commit. */
  void deliver(DeadLetter letter, ReplayRecord replayed, ProducerRecord<byte[], byte[]> sent) {
    change(letter, LetterStatus.REPLAYED, new Delivery(replayed, sent));
  }

  private void change(DeadLetter letter, LetterStatus status, @Nullable Delivery delivery) {
    String key = LetterStates.keyOf(letter);
    changes.add(new Change(letter.id(), key, status, delivery));
    pending.put(key, status);
  }

  /**
   * Makes all of it count, but for the records that are refused for what is in them, whose letters
   * stay as they are.
   *
   * @return the refused ones
   * @throws IOException if that cannot be done for another reason, or is not known to be done
   */
  List<RefusedRecord> commit() throws IOException {
    List<RefusedRecord> refused = new ArrayList<>();
    List<Change> rest = new ArrayList<>(changes);
    while (!rest.isEmpty()) {
      Refusal suspected = attempt(rest);
      if (suspected == null) {
        break;
      }
      rest.remove(suspected.change());
      // Of a batch that fails as a whole the broker does not say which record is to blame: one that
      // is refused alone is.
      Refusal certain = attempt(List.of(suspected.change()));
      if (certain != null) {
        refused.add(certain.refused());
      }
    }
    changes.clear();
    pending.clear();
    return refused;
  }

  /**
   * Makes changes count, all or none. The transaction begins only now: while one is open, who reads
   * committed records of its topics waits, and the brokers end one that takes long.
   *
   * @return the first record that was refused for what is in it; null where all was done
   */
  private @Nullable Refusal attempt(List<Change> part) throws IOException {
    AtomicReference<@Nullable Problem> first = new AtomicReference<>();
    try {
      producer.beginTransaction();
      for (Change change : part) {
        Delivery delivery = change.delivery();
        if (delivery != null) {
          requireTopic(delivery, change, first);
          send(delivery.sent(), change, true, first);
        }
        send(states.record(change.key(), change.status()), change, false, first);
      }
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      return undone(e, first.get());
    }
    part.forEach(change -> states.put(change.key(), change.status()));
    return null;
  }

  private void requireTopic(
      Delivery delivery, Change change, AtomicReference<@Nullable Problem> first) {
    if (topics.isAbsent(delivery.sent().topic())) {
      TimeoutException absent = SendFailure.absentTopic();
      first.compareAndSet(null, new Problem(change, true, absent));
      throw absent;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The commit fails if one of them does.
  private void send(
      ProducerRecord<byte[], byte[]> record,
      Change change,
      boolean ofDelivery,
      AtomicReference<@Nullable Problem> first) {
    producer.send(
        record,
        (position, problem) -> {
          // What comes after the first may be said of any record of the transaction.
          if (problem != null && !SendFailure.isOfNeighbour(problem)) {
            first.compareAndSet(null, new Problem(change, ofDelivery, problem));
          }
        });
  }

  /** Undoes a transaction that failed; gives the record that it failed for. */
  private Refusal undone(RuntimeException e, @Nullable Problem first) throws IOException {
    if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
      throw new IOException(
          "Another replay of '" + topic + "' has taken the place of this one.", e);
    }
    abort();
    if (first == null) {
      throw new IOException(
          "The replay of '" + topic + "' failed (" + e.getClass().getSimpleName() + ").", e);
    }
    Delivery delivery = first.ofDelivery() ? first.change().delivery() : null;
    if (delivery != null && SendFailure.isAbsentTopic(first.why())) {
      throw new IOException(
          "The replay of '"
              + topic
              + "' failed: the topic '"
              + delivery.sent().topic()
              + "' does not exist. Make it and replay again: what was not delivered is open still.",
          first.why());
    }
    RejectedException rejection =
        delivery == null ? null : SendFailure.refusal(first.why(), delivery.sent(), false);
    if (delivery == null || rejection == null) {
      throw new IOException(
          "The replay of '"
              + topic
              + "' failed: the record of the letter "
              + first.change().letterId()
              + " was not taken ("
              + SendFailure.named(first.why())
              + "). Mend that and replay again: what was not delivered is open still.",
          first.why());
    }
    return new Refusal(
        first.change(),
        new RefusedRecord(delivery.replayed(), String.valueOf(rejection.getMessage())));
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
    topics.close();
    producer.close(CLOSE);
  }
}
