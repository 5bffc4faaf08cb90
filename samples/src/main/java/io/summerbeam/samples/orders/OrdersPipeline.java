package io.summerbeam.samples.orders;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.dedup.SplitDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;

/**
 * From orders to revenue by category and day, and to orders in which nobody can be found. Every
 * line ends in one of three places: among the masked orders, among the duplicates, or as one dead
 * letter, masked too.
 *
 * <p>It is the same for files and topics, in batch and as a stream. What a stream adds: the
 * watermark is {@link #OUT_OF_ORDER} behind; an order that comes after its day was closed corrects
 * the day's revenue, and one that comes more than {@link #LATENESS} later is, besides being among
 * the masked orders, a dead letter {@code late}.
 */
public final class OrdersPipeline {

  /** An order as it is read. */
  public static final Schema ORDER =
      Schema.builder()
          .addStringField("order_id")
          .addStringField("placed_at")
          .addStringField("customer_id")
          .addStringField("name")
          .addStringField("email")
          .addStringField("card")
          .addStringField("product_id")
          .addInt64Field("quantity")
          .addNullableStringField("note")
          .build();

  /** An order before it is masked; dead letters hold no field that is not in here. */
  private static final Schema ENRICHED =
      Schema.builder()
          .addFields(ORDER.getFields())
          .addStringField("category")
          .addField("price", FieldType.DECIMAL)
          .addStringField("segment")
          .addStringField("region")
          .addField(AddAmount.AMOUNT, FieldType.DECIMAL)
          .build();

  /** The name of the step that reads. */
  static final String READ = "Read";

  /** How far a stream's watermark is behind. */
  static final Duration OUT_OF_ORDER = Duration.ofHours(1);

  /** How long after its end a day takes orders. */
  static final Duration LATENESS = Duration.ofDays(1);

  private static final Duration DUPLICATES = Duration.ofDays(1);

  private OrdersPipeline() {}

  /** Builds the pipeline; it does not run it. */
  static void build(Pipeline pipeline, OrdersOptions options) {
    MaskPolicy policy = OrdersPolicy.of(options);
    ShopDatabase database = ShopDatabase.of(options);
    List<OrderSink> sinks = OrderSink.of(options);
    try (DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(policy.payloadPolicy(ENRICHED))
            .writeTo(sinks.get(0).deadLetters())) {
      PCollection<Row> good =
          OrderSource.of(options)
              .read(pipeline, dead)
              .apply(
                  "Validate",
                  Validate.records()
                      .expect("quantity_positive", "quantity > 0")
                      .expect("card_valid", "card", String.class, CardNumber::isValid)
                      .withDeadLetters(dead));
      PCollection<Row> once = onceOnly(good, options, sinks, dead);
      PCollection<Row> masked = enrichedAndMasked(once, database, policy, dead);
      PCollection<Row> revenue = masked.apply("Aggregate", revenue(masked, options, dead));
      sinks.forEach(
          sink -> {
            sink.orders(masked, dead);
            sink.revenue(revenue, dead);
          });
    }
  }

  /** Each order once, and those that came again to the sinks that keep them. */
  private static PCollection<Row> onceOnly(
      PCollection<Row> orders, OrdersOptions options, List<OrderSink> sinks, DeadLetters dead) {
    DropDuplicates drop =
        OrderSource.byArrival(options)
            ? DropDuplicates.byAllFields().withinProcessingTime(DUPLICATES)
            : DropDuplicates.byAllFields().within(DUPLICATES);
    List<OrderSink> keeping = sinks.stream().filter(OrderSink::keepsDuplicates).toList();
    if (keeping.isEmpty()) {
      return orders.apply("DropDuplicates", drop);
    }
    PCollectionTuple split = orders.apply("DropDuplicates", drop.keepingDuplicates());
    PCollection<Row> again =
        split
            .get(SplitDuplicates.OTHERS)
            .apply("Again", ParDo.of(new DuplicateFn()))
            .setRowSchema(DuplicateFn.SCHEMA);
    keeping.forEach(sink -> sink.duplicates(again, dead));
    return split.get(SplitDuplicates.FIRST);
  }

  private static Aggregate revenue(
      PCollection<Row> masked, OrdersOptions options, DeadLetters dead) {
    Aggregate revenue =
        Aggregate.by("category")
            .over(Windows.days(ZoneOffset.UTC))
            .count("orders")
            .sum(AddAmount.AMOUNT, "revenue")
            // Pseudonyms count as well as the people behind them.
            .countDistinct("customer_id", "customers")
            .maxBy("order_id", AddAmount.AMOUNT, "largest_order");
    if (masked.isBounded() == IsBounded.BOUNDED) {
      return revenue;
    }
    return OrderSource.byArrival(options)
        // Without event-time timers nothing tells what is too late, so that nothing may be.
        ? revenue.withAllowedLateness(Durations.MAX)
        : revenue.withAllowedLateness(LATENESS).withLateData(dead);
  }

  /** The same with product, customer and amount, and without what is personal. */
  private static PCollection<Row> enrichedAndMasked(
      PCollection<Row> orders, ShopDatabase database, MaskPolicy policy, DeadLetters dead) {
    return orders
        .apply(
            "Products",
            Enrich.fromLookup(database.products())
                .on("product_id", "id")
                .take("category")
                .take("price")
                .withCache(10_000, Duration.ofMinutes(10))
                .withNegativeTtl(Duration.ofMinutes(1))
                .withStepName("Products")
                .withDeadLetters(dead))
        .apply(
            "Customers/Amount/Mask",
            Steps.of(
                    Enrich.fromSnapshot(database.customers(), Duration.ofMinutes(5))
                        .on("customer_id", "id")
                        .take("segment")
                        .take("region")
                        .withStepName("Customers"),
                    new AddAmount(),
                    policy.toMask(ENRICHED))
                .withDeadLetters(dead));
  }
}
