package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.FinalFailure;
import io.summerbeam.sdk.failure.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one shard, in transactions that also hold how far it is. The latest one of
 * a shard is the only one: Kafka shuts out those before it. One that has failed is of no more use.
 * Not thread-safe.
 */
final class OnceWriter implements AutoCloseable {

  // Closing aborts an open transaction. What is still open then, the next writer of the shard
  // aborts, or the brokers do when it times out.
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private record Problem(NumberedRecord of, Exception why) {}

  private final KafkaConnection connection;
  private final String id;
  private final int shard;
  private final Producer<byte[], byte[]> producer;
  private final ExistingTopics topics;
  private final AtomicReference<@Nullable Problem> problem = new AtomicReference<>();
  private @Nullable Position last;
  private @Nullable NumberedRecord newest;
  private long uncommitted;

  private OnceWriter(
      KafkaConnection connection,
      String id,
      int shard,
      Producer<byte[], byte[]> producer,
      ExistingTopics topics) {
    this.connection = connection;
    this.id = id;
    this.shard = shard;
    this.producer = producer;
    this.topics = topics;
  }

  /**
   * Takes the place of the writer before, and asks Kafka how far the shard is.
   *
   * @param topics they stay the caller's
   * @throws IOException if the brokers do not answer, or refuse
   */
  static OnceWriter open(
      KafkaConnection connection, String sinkGroupId, int shard, ExistingTopics topics)
      throws IOException {
    String id = id(sinkGroupId, shard);
    Map<String, Object> settings = new HashMap<>(ProducerDefaults.with(connection.properties()));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    OnceWriter writer =
        new OnceWriter(connection, id, shard, StoreClients.producer(settings), topics);
    try {
      // When this returns, no transaction of the writer before is left undecided.
      writer.producer.initTransactions();
      writer.last = CommittedPosition.read(connection, id);
      return writer;
    } catch (KafkaException e) {
      writer.close();
      throw BrokerFailure.of(connection, "The shard '" + id + "' cannot be written", e);
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /** What a shard is called in Kafka: its group of consumers, and its transactions. */
  static String id(String sinkGroupId, int shard) {
    return sinkGroupId + "." + shard;
  }

  int shard() {
    return shard;
  }

  /** Whether another writer has written the shard since, as the job's state says. */
  boolean isOvertaken(@Nullable Position written) {
    Position mine = last;
    return written != null && (mine == null || written.isBehind(mine));
  }

  /**
   * Goes on behind what the job's state says to be written, where Kafka does not know of it any
   * more ({@code offsets.retention.minutes}). Otherwise Kafka knows better: it is told first.
   */
  void goOnBehind(@Nullable Position written) {
    if (isOvertaken(written)) {
      last = written;
    }
  }

  /**
   * The number of the next record.
   *
   * @param run whose numbers they are
   * @throws IllegalStateException if Kafka knows of records of another run
   */
  long next(long run) {
    Position before = last;
    if (before == null) {
      return 0;
    }
    if (before.run() != run) {
      throw new IllegalStateException(
          "exactlyOnce() must be given a group id of its own for each job and step, but under '"
              + id
              + "' another one has written "
              + (before.seq() + 1)
              + " records (run "
              + before.runText()
              + "; this one is "
              + new Position(run, 0).runText()
              + "). Give it another sinkGroupId, or go on from the last checkpoint or savepoint of"
              + " the job that has written them: one from before the first record of this shard does"
              + " not know them.");
    }
    return before.seq() + 1;
  }

  /**
   * Adds the next record to the transaction, and begins one where there is none.
   *
   * @throws IOException if it, or one before it, cannot be written
   * @throws IllegalStateException if the brokers will never take it as it is, or what the runner
   *     wants for that ({@link FinalFailure})
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The commit fails if one of them does.
  void append(NumberedRecord numbered) throws IOException {
    try {
      if (topics.isAbsent(numbered.record().topic())) {
        TimeoutException absent = SendFailure.absentTopic();
        answered(numbered, absent);
        throw absent;
      }
      if (uncommitted == 0) {
        producer.beginTransaction();
      }
      producer.send(numbered.record(), (place, why) -> answered(numbered, why));
    } catch (KafkaException | IllegalStateException e) {
      throw failure(e);
    }
    uncommitted++;
    last = numbered.position();
    newest = numbered;
  }

  /**
   * Makes the records count, all or none.
   *
   * @return how many
   * @throws IOException if that cannot be done, or is not known to be done
   * @throws IllegalStateException as {@link #append}
   */
  long commit() throws IOException {
    NumberedRecord end = newest;
    if (end == null) {
      return 0;
    }
    try {
      // Else, where a record is refused while the position is on its way, the client leaves whoever
      // waits for the position to wait for all of max.block.ms.
      producer.flush();
      CommittedPosition.send(producer, id, end.record().topic(), end.position());
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw failure(e);
    }
    long committed = uncommitted;
    uncommitted = 0;
    newest = null;
    return committed;
  }

  // What comes after the first may be said of any record of the transaction.
  private void answered(NumberedRecord numbered, @Nullable Exception why) {
    if (why != null && !SendFailure.isOfNeighbour(why)) {
      problem.compareAndSet(null, new Problem(numbered, why));
    }
  }

  private IOException failure(RuntimeException e) {
    Problem first = problem.get();
    if (isFenced(e) || (first != null && isFenced(first.why()))) {
      return new IOException(
          "Another writer has taken the place of this one for '"
              + id
              + "'. The runner tries the bundle again, or the job fails. Where that does not end, two"
              + " jobs have the same sinkGroupId: one of them must end, and if the other one went on"
              + " from its savepoint, start that one again from there.",
          e);
    }
    if (first == null) {
      return BrokerFailure.of(connection, "A transaction of '" + id + "' failed", e);
    }
    ProducerRecord<byte[], byte[]> record = first.of().record();
    RejectedException refusal = SendFailure.refusal(first.why(), record, true);
    String what =
        "Record "
            + first.of().position().seq()
            + " of '"
            + id
            + "', for the topic '"
            + record.topic()
            + (record.partition() == null ? "'" : "', partition " + record.partition())
            + ", could not be written to Kafka ("
            + SendFailure.named(first.why())
            + (refusal == null ? "" : ": " + refusal.getMessage())
            + "). ";
    if (refusal != null && refusal.severity() == Severity.PERMANENT) {
      throw FinalFailure.toThrow(
          new IllegalStateException(what + remedy(first.why()), first.why()));
    }
    return new IOException(
        what + "Nothing is lost: the runner tries the bundle again, or the job fails.",
        first.why());
  }

  // A new start finds the record among those that are to be written: it is past the dead letters.
  private static String remedy(Exception why) {
    String remedy =
        "The job ends, because it would meet the record again and again. Have the topic take it,"
            + " and go on from the job's last checkpoint. Flink keeps that one only where the job"
            + " was started with --externalizedCheckpointsEnabled and a folder for checkpoints"
            + " (state.checkpoints.dir): else what was read and not yet written is lost with it.";
    return why instanceof RecordTooLargeException
        ? remedy
            + " Where max.request.size of the connection is no more than max.message.bytes of the"
            + " topic, later ones are dead letters instead."
        : remedy;
  }

  private static boolean isFenced(Exception e) {
    return e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
  }

  /** Gives up what is not committed. Does not wait long. */
  @Override
  public void close() {
    try {
      producer.close(CLOSE);
    } catch (KafkaException e) {
      // It was closed while the thread was to stop, or is broken, which its user was told.
    }
  }
}
