package io.summerbeam.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes orders into their topic, so many a second, each once; through outages, too. */
final class Feed implements AutoCloseable {

  static final int PARTITIONS = 4;

  /**
   * A field that the first version of the job does not know, as {@link #toAllPartitions} has it.
   */
  static final String CHANNEL = "\"channel\":\"web\"";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KafkaProducer<String, String> producer;
  private final List<Order> orders;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile int fed;

  Feed(String brokers, List<Order> orders) {
    this.orders = orders;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                String.valueOf(PATIENCE.toMillis()),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()),
            new StringSerializer(),
            new StringSerializer());
  }

  /** How many were given to the client until now. */
  int fed() {
    return fed;
  }

  /** Writes up to this one, without it, evenly over a time, and waits until they are written. */
  void to(int end, Duration time) {
    long begin = System.nanoTime();
    int first = fed;
    for (int i = first; i < end; i++) {
      send(orders.get(i), i % PARTITIONS, orders.get(i).json());
      fed = i + 1;
      long due = begin + time.toNanos() / (end - first) * (i + 1 - first);
      LockSupport.parkNanos(due - System.nanoTime());
    }
    flush();
  }

  /** Writes one order into each partition. */
  List<Order> toAllPartitions(String id, long placed) {
    List<Order> last =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new Order(id + "-" + i, i, 1, placed, Order.Kind.LAST))
            .toList();
    for (int i = 0; i < PARTITIONS; i++) {
      send(last.get(i), i, last.get(i).json().replace("}", "," + CHANNEL + "}"));
    }
    flush();
    return last;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
  private void send(Order order, int partition, String json) {
    producer.send(
        new ProducerRecord<>(FaultsJob.ORDERS, partition, order.placed(), order.id(), json),
        (position, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
        });
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("the feed itself lost an order", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
