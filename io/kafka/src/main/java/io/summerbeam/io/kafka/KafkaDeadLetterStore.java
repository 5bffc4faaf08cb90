package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.JournaledReplay;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import java.io.IOException;

/**
 * The dead letters of a topic: those of {@link KafkaDeadLetters} exactly as they were, and those
 * that Kafka Connect's dead letter queue (with {@code
 * errors.deadletterqueue.context.headers.enable}) and Spring Kafka's dead letter topics hold, as
 * far as their headers go. These have no format of their payload, one attempt or, where the record
 * was replayed before, one more than then, the connector or the consumer group for their pipeline;
 * when a letter of Connect failed is not known, and is taken to be the time of its record.
 *
 * <p>What became of letters is in a compacted topic beside it, {@code <topic>.replays}, which the
 * first replay makes. It is read whole, and needs some 200 bytes of memory for each letter that was
 * replayed or parked.
 *
 * <p><b>Replays.</b> To topics through an equal connection ({@link KafkaReplayTarget}), claim and
 * delivery are one transaction of Kafka: each letter is delivered once to consumers that read with
 * {@code isolation.level=read_committed}, however often replays are interrupted or started again.
 * To other targets each is delivered at least once. There is one replay of a topic at a time: a new
 * one takes the place of one that is open, which fails then. Where the brokers refuse a record, the
 * transaction is undone and the others are delivered in a new one.
 *
 * <p><b>Rights</b> beside those of a reader: to write to {@code <topic>.replays} and to the
 * target's topics, and the transactional id {@code summerbeam.replay.<topic>}.
 */
public final class KafkaDeadLetterStore implements DeadLetterStore {

  private final KafkaConnection connection;
  private final String topic;

  private KafkaDeadLetterStore(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /**
   * The letters of a topic.
   *
   * @throws IllegalArgumentException if its name is blank
   */
  public static KafkaDeadLetterStore of(KafkaConnection connection, String topic) {
    return new KafkaDeadLetterStore(connection, Names.check(topic, "of()", "a topic"));
  }

  @Override
  public LetterScan scan(LetterFilter filter) throws IOException {
    // First what is done with letters: what is done meanwhile was open when it was read.
    LetterStates states = LetterStates.read(connection, topic);
    return new TopicScan(TopicReader.toEnd(connection, topic), filter, states);
  }

  @Override
  public LetterScan follow(LetterFilter filter) throws IOException {
    LetterStates states = LetterStates.read(connection, topic);
    return new TopicScan(TopicReader.fromNow(connection, topic), filter, states);
  }

  @Override
  public ReplaySession replay(ReplayTarget target) throws IOException {
    if (target instanceof KafkaReplayTarget topics && topics.isThrough(connection)) {
      return new ReplayInTransaction(LetterTransactions.open(connection, topic), topics);
    }
    return JournaledReplay.open(
        new TopicJournal(LetterTransactions.open(connection, topic)), target);
  }

  /** Nothing is open between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "topic " + topic + " at " + connection.servers();
  }
}
