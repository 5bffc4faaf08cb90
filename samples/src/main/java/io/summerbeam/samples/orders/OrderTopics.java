package io.summerbeam.samples.orders;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.runners.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of the job on a broker: that of the orders, and those of the results, whose names
 * begin with its own.
 */
record OrderTopics(String servers, String orders) {

  static final int PARTITIONS = 3;

  private static final int ANSWER_MILLIS = 20_000;

  static OrderTopics of(OrdersOptions options) {
    String servers = options.getBootstrapServers();
    if (servers == null) {
      throw new UsageException("--bootstrapServers is missing.");
    }
    try {
      KafkaConnection.to(servers);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--bootstrapServers: " + e.getMessage());
    }
    return new OrderTopics(servers, options.getTopic());
  }

  KafkaConnection connection() {
    return KafkaConnection.to(servers);
  }

  String masked() {
    return orders + "-masked";
  }

  String duplicates() {
    return orders + "-duplicates";
  }

  String revenue() {
    return orders + "-revenue";
  }

  String deadLetters() {
    return orders + "-dead-letters";
  }

  /**
   * Makes the topic of the orders, and waits until it can be read.
   *
   * @throws UsageException if it is there, or the broker is not
   */
  void createSource() {
    if (!create(orders)) {
      throw new UsageException(
          "--topic: there is a topic '"
              + orders
              + "' already, and what is in it would be read, too. Name another one, or leave --feed"
              + " out to read it.");
    }
  }

  /** Makes the topics of the results where they are not there. */
  void createResults() {
    for (String topic : List.of(masked(), duplicates(), revenue(), deadLetters())) {
      create(topic);
    }
  }

  /** False where it was there. */
  private boolean create(String topic) {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
      awaitPartitions(admin, topic);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new UsageException(
          "--bootstrapServers: the topic '"
              + topic
              + "' cannot be made ("
              + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName()
              + "). The broker must be there, and let topics be made without a password.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while topics were made.", e);
    }
  }

  // The controller has it; who reads asks a broker, which hears of it a moment later.
  private static void awaitPartitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    while (!admin.listTopics().names().get().contains(topic)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The topic '" + topic + "' was made and is not there.");
      }
      Thread.sleep(20);
    }
  }
}
