package io.summerbeam.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Which topics are there. A producer cannot be asked: where brokers make topics by themselves
 * ({@code auto.create.topics.enable}, which is Kafka's default), they make one that a producer asks
 * for. The brokers are asked once for each topic that is there. Thread-safe.
 */
final class ExistingTopics implements AutoCloseable {

  private static final long DEFAULT_MAX_BLOCK_MILLIS = 60_000;
  private static final long PAUSE_MILLIS = 200;

  private static final int MOST_KNOWN = 10_000;

  private final KafkaConnection connection;
  private final long patienceMillis;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private @Nullable Admin admin;

  /** Nothing is open until the first question. */
  ExistingTopics(KafkaConnection connection) {
    this.connection = connection;
    String millis = connection.config().get(ProducerConfig.MAX_BLOCK_MS_CONFIG);
    this.patienceMillis = millis == null ? DEFAULT_MAX_BLOCK_MILLIS : Long.parseLong(millis);
  }

  /**
   * Whether a topic is not there. As a producer does, it waits for one that is not, which may have
   * been made just now. A topic that only a producer can say something about counts as there.
   *
   * @throws KafkaException if the brokers do not tell
   */
  boolean isAbsent(String topic) {
    if (known.contains(topic)) {
      return false;
    }
    long began = System.nanoTime();
    try {
      while (!isThere(topic)) {
        if (System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(patienceMillis)) {
          return true;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.add(topic);
    return false;
  }

  private boolean isThere(String topic) throws InterruptedException {
    try {
      admin()
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(patienceMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("The brokers do not say whether the topic exists.", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      // Whoever may not ask may be allowed to write, and it is the producer who refuses a name.
      if (cause instanceof AuthorizationException || cause instanceof InvalidTopicException) {
        return true;
      }
      throw cause instanceof KafkaException failure ? failure : new KafkaException(cause);
    }
  }

  private synchronized Admin admin() {
    Admin current = admin;
    if (current == null) {
      Map<String, Object> settings = new HashMap<>(connection.properties());
      // Only this client refuses one that is less than request.timeout.ms; who asks has patience of
      // its own.
      settings.remove(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
      current = Admin.create(settings);
      admin = current;
    }
    return current;
  }

  @Override
  public synchronized void close() {
    Admin current = admin;
    admin = null;
    if (current != null) {
      // Nobody waits for an answer any more.
      current.close(Duration.ZERO);
    }
  }
}
