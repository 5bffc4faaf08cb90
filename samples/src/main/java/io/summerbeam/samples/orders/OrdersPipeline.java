package io.summerbeam.samples.orders;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * From orders to revenue by category and day, and to orders in which nobody can be found. Every
 * line ends in one of three places: among the masked orders, among the duplicates that are dropped
 * and counted, or as one dead letter, masked too.
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

  private OrdersPipeline() {}

  /** Builds the pipeline; it does not run it. */
  static void build(Pipeline pipeline, OrdersOptions options, String orders) {
    MaskPolicy policy = OrdersPolicy.of(options);
    ShopDatabase database = ShopDatabase.of(options);
    try (DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(policy.payloadPolicy(ENRICHED))
            .writeTo(FileDeadLetters.to(options.getDeadLetters()))) {
      PCollection<Row> good = validOnce(pipeline, orders, dead);
      PCollection<Row> masked = enrichedAndMasked(good, database, policy, dead);
      masked.apply(
          "Orders",
          FileRows.write(options.getOutput()).withPrefix("orders").withStepName("Orders"));
      masked
          .apply(
              "Aggregate",
              Aggregate.by("category")
                  .over(Windows.days(ZoneOffset.UTC))
                  .count("orders")
                  .sum(AddAmount.AMOUNT, "revenue")
                  // Pseudonyms count as well as the people behind them.
                  .countDistinct("customer_id", "customers")
                  .maxBy("order_id", AddAmount.AMOUNT, "largest_order"))
          .apply(
              "Revenue",
              FileRows.write(options.getOutput())
                  .withPrefix("revenue")
                  .withNumShards(1)
                  .withStepName("Revenue"));
    }
  }

  /** Orders that can be, each once. */
  private static PCollection<Row> validOnce(Pipeline pipeline, String orders, DeadLetters dead) {
    return pipeline
        .apply(
            "Read",
            FileRows.read(orders)
                .withSchema(ORDER)
                .withEventTime("placed_at", "yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC)
                // Dead letters hold the row, which the policy masks field by field.
                .withoutOriginals()
                .withStepName("Read")
                .withDeadLetters(dead))
        .apply(
            "Validate",
            Validate.records()
                .expect("quantity_positive", "quantity > 0")
                .expect("card_valid", "card", String.class, CardNumber::isValid)
                .withDeadLetters(dead))
        .apply("DropDuplicates", DropDuplicates.byAllFields().within(Duration.ofDays(1)));
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
