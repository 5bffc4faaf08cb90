package io.summerbeam.samples.orders;

import io.summerbeam.io.files.FileRows;
import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.io.kafka.ReadKafkaRows;
import io.summerbeam.io.kafka.Tombstones;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Where orders come from: {@code --source} and what belongs to it. */
interface OrderSource {

  String FILES = "files";
  String KAFKA = "kafka";
  String EVENT_TIME = "event-time";
  String ARRIVAL = "arrival";

  /** How many orders are made up where it is not said. */
  int ORDERS = 20_000;

  /** The orders with their times; what is none is a dead letter. */
  PCollection<Row> read(Pipeline pipeline, DeadLetters dead);

  /** The one that the options ask for. */
  static OrderSource of(OrdersOptions options) {
    if (!isKafka(options)) {
      return (pipeline, dead) ->
          pipeline.apply(
              "Read",
              FileRows.read(Shop.orders(options))
                  .withSchema(OrdersPipeline.ORDER)
                  .withEventTime("placed_at", "yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC)
                  // Dead letters hold the row, which the policy masks field by field.
                  .withoutOriginals()
                  .withStepName(OrdersPipeline.READ)
                  .withDeadLetters(dead));
    }
    OrderTopics topics = OrderTopics.of(options);
    ReadKafkaRows read =
        KafkaRows.read(topics.connection(), topics.orders())
            .withSchema(OrdersPipeline.ORDER)
            .withEventTime(EventTime.of("placed_at", "yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC))
            .withWatermarks(BoundedOutOfOrderness.of(OrdersPipeline.OUT_OF_ORDER))
            // The last record of a partition that is fed.
            .withTombstones(Tombstones.skipped())
            .withoutOriginals()
            .withStepName(OrdersPipeline.READ);
    return (pipeline, dead) ->
        pipeline.apply("Read", (options.isBounded() ? read.bounded() : read).withDeadLetters(dead));
  }

  static boolean isKafka(OrdersOptions options) {
    return options.getSource().equals(KAFKA);
  }

  /** Whether orders are made up into a file. */
  static boolean isFile(OrdersOptions options) {
    return !isKafka(options) && options.getInput() == null;
  }

  /** How many lines of orders are made up, if any are. */
  static int orders(OrdersOptions options) {
    Integer orders = options.getOrders();
    return orders == null ? ORDERS : orders;
  }

  /** Whether it does not end by itself. */
  static boolean isStream(OrdersOptions options) {
    return isKafka(options) && !options.isBounded();
  }

  /** Whether the job feeds the topic itself. */
  static boolean isFed(OrdersOptions options) {
    return isKafka(options) && (options.isFeed() || options.getBootstrapServers() == null);
  }

  /** Whether duplicates are told by the clock, and nothing is late. */
  static boolean byArrival(OrdersOptions options) {
    return options.getDuplicates().equals(ARRIVAL);
  }

  /** How long a stream is read at most; null where it is not said. */
  static @Nullable Duration duration(OrdersOptions options) {
    String text = options.getDuration();
    try {
      return text == null ? null : Durations.requirePositive("--duration", parsed(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Duration parsed(String text) {
    return Durations.parse("--duration", text);
  }

  /**
   * Checks the options that say where orders come from and how they are read.
   *
   * @throws UsageException if they do not go together
   */
  static void check(OrdersOptions options) {
    oneOf("--source", options.getSource(), FILES, KAFKA);
    oneOf("--duplicates", options.getDuplicates(), EVENT_TIME, ARRIVAL);
    if (options.getOrdersPerSecond() < 1 || options.getOrdersPerSecond() > 1_000_000) {
      throw new UsageException(
          "--ordersPerSecond must be from 1 to 1,000,000, but was: "
              + options.getOrdersPerSecond());
    }
    boolean topics = isKafka(options) || OrderSink.names(options).contains(KAFKA);
    refuse(
        options.getBootstrapServers() != null && !topics,
        "--bootstrapServers is for --source=kafka and --sink=kafka.");
    refuse(options.isBounded() && !isKafka(options), "--bounded is for --source=kafka.");
    refuse(
        options.isFeed() && (!isKafka(options) || options.getBootstrapServers() == null),
        "--feed is for --source=kafka with --bootstrapServers; a broker that is started here is"
            + " always fed.");
    refuse(
        duration(options) != null && !isStream(options),
        "--duration is for a stream, which is --source=kafka without --bounded.");
    refuse(
        byArrival(options) && !isStream(options),
        "--duplicates=arrival is for a stream, which is --source=kafka without --bounded.");
    refuse(
        options.getGenerated() != null && isKafka(options) && !isFed(options),
        "--generated is for orders that are made up; these are in the topic.");
    refuse(
        isStream(options) && OrderSink.names(options).contains(FILES),
        "--sink=files is for what ends: a stream's revenue is corrected. Take --sink=jdbc,"
            + " kafka or bigquery, or read the topic with --bounded.");
    if (options.getInput() != null) {
      checkInput(options);
    }
    if (options.getBootstrapServers() != null) {
      OrderTopics.of(options);
    }
  }

  private static void checkInput(OrdersOptions options) {
    refuse(
        isKafka(options),
        "--input is for --source=files; with --source=kafka orders come from the topic.");
    String madeUp = " is for orders that are made up; these are in the files of --input.";
    refuse(options.getGenerated() != null, "--generated" + madeUp);
    refuse(options.getOrders() != null, "--orders" + madeUp);
  }

  private static void oneOf(String option, String value, String first, String second) {
    refuse(
        !value.equals(first) && !value.equals(second),
        option + " must be " + first + " or " + second + ", but was: " + value);
  }

  private static void refuse(boolean refused, String message) {
    if (refused) {
      throw new UsageException(message);
    }
  }
}
