package io.summerbeam.faults;

import io.summerbeam.io.jdbc.JdbcLookup;
import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaDeadLetters;
import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.io.kafka.ReadKafkaRows;
import io.summerbeam.runners.flink.FlinkProfile;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Orders from Kafka, each once, with the region of their customer: into a topic exactly once, into
 * another at least once, and as revenue by region and minute into a table of PostgreSQL. What
 * cannot be is a dead letter in a topic, and what is replayed into a second topic comes straight to
 * the step that asks for the customer.
 */
public final class FaultsJob {

  static final String ORDERS = "orders";
  static final String AGAIN = "orders-again";
  static final String ONCE = "orders-once";
  static final String PLAIN = "orders-plain";
  static final String DEAD = "orders-dead";
  static final String CUSTOMERS = "customers";
  static final String REVENUE = "revenue";

  /** What the next version of the job has that the first had not. */
  public enum Upgrade {
    NOTHING,
    /** An optional field of the orders, which comes through to the topics. */
    FIELD
  }

  private static final Schema ORDER =
      Schema.builder()
          .addStringField("order_id")
          .addInt64Field("customer")
          .addInt64Field("amount")
          .addInt64Field("placed")
          .build();

  private static final BoundedOutOfOrderness OUT_OF_ORDER =
      BoundedOutOfOrderness.of(Duration.ofMillis(Order.OUT_OF_ORDER_MILLIS));

  private static final int SHARDS = 2;

  private FaultsJob() {}

  /** Submits the job and returns. */
  public static void main(String[] args) {
    PipelineOptionsFactory.register(FaultsOptions.class);
    FaultsOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(FaultsOptions.class);
    new FlinkProfile().defaults(options, given(args));
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run();
  }

  // --name=value
  private static Set<String> given(String[] args) {
    return Stream.of(args)
        .map(arg -> arg.split("=", 2)[0].substring(2))
        .collect(Collectors.toSet());
  }

  private static void build(Pipeline pipeline, FaultsOptions options) {
    KafkaConnection kafka = KafkaConnection.to(options.getBrokers());
    KeySource password = KeySource.of("file:" + options.getPasswordFile());
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(KafkaDeadLetters.to(kafka, DEAD))) {
      PCollection<Row> again =
          pipeline.apply(
              "Again",
              read(kafka, AGAIN, options)
                  // Mostly nothing is in it: the other topic says what time it is.
                  .withWatermarks(OUT_OF_ORDER.withIdleAfter(Duration.ZERO))
                  .withStepName("Again")
                  .withDeadLetters(dead));
      PCollection<Row> orders =
          pipeline
              .apply(
                  "Read",
                  read(kafka, ORDERS, options)
                      // Longer than an outage: the orders are of another time than the clock's.
                      .withWatermarks(OUT_OF_ORDER.withIdleAfter(Duration.ofHours(1)))
                      .withDeadLetters(dead))
              .apply(
                  "DropDuplicates",
                  DropDuplicates.by("order_id")
                      .within(Duration.ofHours(1))
                      .withAllowedLateness(Duration.ofHours(4)))
              // Behind it: it has seen them, and would take them for copies.
              .apply("WithAgain", Flatten.with(again))
              .apply(
                  "Enrich",
                  Enrich.fromLookup(
                          JdbcLookup.of(options.getDatabase())
                              .withCredentials("postgres", password)
                              .from(CUSTOMERS)
                              .withKey("id", FieldType.INT64)
                              .withValues(Schema.builder().addStringField("region").build())
                              .withTimeout(Duration.ofSeconds(4)))
                      .on("customer", "id")
                      .take("region")
                      // Small and short, so that the database is asked throughout.
                      .withCache(Order.CUSTOMERS / 4, Duration.ofSeconds(1))
                      .withTimeout(Duration.ofSeconds(5))
                      // An outage is waited for: what is retried in vain is a dead letter.
                      .withRetries(60)
                      .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(2))
                      .withDeadLetters(dead));
      orders.apply(
          "Once",
          KafkaRows.write(kafka, ONCE)
              .withKeyFields("order_id")
              .exactlyOnce("faults", SHARDS)
              .withStepName("Once")
              .withDeadLetters(dead));
      orders.apply(
          "Plain",
          KafkaRows.write(kafka, PLAIN)
              .withKeyFields("order_id")
              .withStepName("Plain")
              .withDeadLetters(dead));
      orders
          .apply("Aggregate", revenue(dead))
          .apply(
              "Revenue",
              JdbcRows.write(options.getDatabase())
                  .withCredentials("postgres", password)
                  .into(REVENUE)
                  .upsertingBy("region", Aggregate.WINDOW_START)
                  .withTimeout(Duration.ofSeconds(4))
                  .withDeadLetters(dead));
    }
  }

  private static ReadKafkaRows read(KafkaConnection kafka, String topic, FaultsOptions options) {
    return KafkaRows.read(kafka, topic)
        .withSchema(order(options.getUpgrade()))
        .withEventTime(EventTime.ofField("placed"))
        .withGroup("faults");
  }

  private static Schema order(Upgrade upgrade) {
    return upgrade == Upgrade.FIELD
        ? Schema.builder().addFields(ORDER.getFields()).addNullableStringField("channel").build()
        : ORDER;
  }

  private static Aggregate revenue(DeadLetters dead) {
    return Aggregate.by("region")
        .over(Windows.fixed(Duration.ofMillis(Order.WINDOW_MILLIS)))
        .withFirings(Firings.onTime().lateEach())
        .withAllowedLateness(Duration.ofMillis(Order.ALLOWED_LATENESS_MILLIS))
        .withLateData(dead)
        .count("orders")
        .sum("amount", "revenue");
  }
}
