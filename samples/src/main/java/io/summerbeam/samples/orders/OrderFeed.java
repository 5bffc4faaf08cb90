package io.summerbeam.samples.orders;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the orders of the shop to a topic, so many a second, in a thread of its own. The key is the
 * order's id, so that a copy is in the partition of what it copies; the timestamp is when it
 * happened, also where the line cannot be read.
 *
 * <p>At the end it sends a record without a value to each partition, with the clock's time: by it a
 * reader knows that nothing older comes any more, and windows close.
 */
final class OrderFeed implements Closeable {

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final OrderTopics topics;
  private final int ordersPerSecond;
  private final FedOrders fed = new FedOrders();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Producer<String, byte[]> producer;
  private final Thread thread;
  private volatile boolean done;
  private volatile boolean closed;

  private OrderFeed(OrderTopics topics, OrderGenerator generator, int orders, int ordersPerSecond) {
    this.topics = topics;
    this.ordersPerSecond = ordersPerSecond;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                topics.servers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new StringSerializer(),
            new ByteArraySerializer());
    this.thread = new Thread(() -> feed(generator, orders), "feed");
  }

  /**
   * Begins.
   *
   * @param ordersPerSecond how many a second at most
   */
  static OrderFeed start(
      OrderTopics topics, OrderGenerator generator, int orders, int ordersPerSecond) {
    OrderFeed feed = new OrderFeed(topics, generator, orders, ordersPerSecond);
    feed.thread.setDaemon(true);
    feed.thread.start();
    return feed;
  }

  /** What was fed so far. */
  FedOrders fed() {
    return fed;
  }

  /**
   * Whether the broker has all of them.
   *
   * @throws IllegalStateException if they cannot be fed
   */
  boolean isDone() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException(
          "The orders cannot be fed to the topic '" + topics.orders() + "'.", failed);
    }
    return done;
  }

  /**
   * Waits until the broker has all of them.
   *
   * @throws IllegalStateException if they cannot be fed
   */
  void awaitDone() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while orders were fed.", e);
    }
    if (!isDone()) {
      throw new IllegalStateException("The feed was closed.");
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // What is on its way to a broker that is gone is not waited for.
    producer.close(CLOSING);
  }

  private void feed(OrderGenerator generator, int orders) {
    try {
      long start = System.nanoTime();
      generator.generate(orders, order -> feed(order, start));
      for (int partition = 0; partition < OrderTopics.PARTITIONS; partition++) {
        send(
            new ProducerRecord<String, byte[]>(
                topics.orders(), partition, System.currentTimeMillis(), null, null));
      }
      producer.flush();
      done = true;
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void feed(GeneratedOrder order, long start) throws IOException {
    if (closed || failure.get() != null) {
      throw new IOException("The feed was closed, or cannot go on.");
    }
    pause(start + fed.lines() * TimeUnit.SECONDS.toNanos(1) / ordersPerSecond);
    send(
        new ProducerRecord<>(
            topics.orders(),
            null,
            order.placedAtMillis(),
            order.id(),
            order.json().getBytes(StandardCharsets.UTF_8)));
    fed.add(order);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What becomes of it is told to confirmed().
  private void send(ProducerRecord<String, byte[]> record) {
    producer.send(record, this::confirmed);
  }

  private static void pause(long until) throws IOException {
    long nanos = until - System.nanoTime();
    if (nanos < TimeUnit.MILLISECONDS.toNanos(1)) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The feed was interrupted.", e);
    }
  }

  private void confirmed(@Nullable Object metadata, @Nullable Exception problem) {
    if (problem != null) {
      failed(problem);
    }
  }

  private void failed(Exception problem) {
    // What comes after the first failure follows from it.
    failure.compareAndSet(null, problem);
  }
}
