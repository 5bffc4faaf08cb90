package io.summerbeam.transforms.conform;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.route.Route;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** The examples in the Javadoc and the documentation stand here, too, but for white space. */
public class ConformExamplesTest {

  private static final String SOURCES = "src/main/java/io/summerbeam/transforms/";
  private static final Pattern EXAMPLE =
      Pattern.compile("(?:<pre>\\{@code|```java)\\R(.*?)\\R(?:[ *]*}</pre>|```)", Pattern.DOTALL);

  private static final Schema ORDER =
      Schema.builder().addStringField("id").addDecimalField("total").build();
  private static final Schema SHOP =
      Schema.builder().addStringField("order_no").addInt64Field("total").build();
  private static final Schema PARTNER =
      Schema.builder()
          .addInt64Field("version")
          .addStringField("id")
          .addNullableField("total", FieldType.STRING)
          .addNullableField("price", FieldType.DECIMAL)
          .addNullableField("quantity", FieldType.INT64)
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void examples_areTheOnesBelow() throws Exception {
    String here =
        words(
            Files.readString(
                Path.of(
                    "src/test/java/io/summerbeam/transforms/conform/ConformExamplesTest.java")));
    for (String file :
        List.of(
            SOURCES + "conform/Conform.java",
            SOURCES + "conform/Mapping.java",
            SOURCES + "route/Route.java",
            "../docs/canonical-model.md")) {
      Matcher example = EXAMPLE.matcher(Files.readString(Path.of(file)));
      int found = 0;
      while (example.find()) {
        if (!example.group(1).contains("fields:")) {
          assertThat(
              file, here, containsString(words(example.group(1).replaceAll("(?m)^ *\\*", ""))));
          found++;
        }
      }
      assertThat(file, found, greaterThan(0));
    }
  }

  @Test
  public void conform_runs() {
    PCollection<Row> shop =
        pipeline.apply(
            "ReadShop",
            Create.of(Row.withSchema(SHOP).addValues("s1", 5L).build()).withRowSchema(SHOP));
    PCollection<Row> partner =
        pipeline.apply(
            "ReadPartner",
            Create.of(
                    Row.withSchema(PARTNER).addValues(1L, "p1", "1.50", null, null).build(),
                    Row.withSchema(PARTNER)
                        .addValues(2L, "p2", null, new BigDecimal("0.5"), 3L)
                        .build())
                .withRowSchema(PARTNER));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      PAssert.that(conform(shop, partner, dead))
          .containsInAnyOrder(order("s1", "5"), order("p1", "1.50"), order("p2", "1.5"));
    }
    PAssert.that(dead.collection()).empty();
    pipeline.run().waitUntilFinish();
  }

  private static Row order(String id, String total) {
    return Row.withSchema(ORDER).addValues(id, new BigDecimal(total)).build();
  }

  private static PCollection<Row> conform(
      PCollection<Row> shop, PCollection<Row> partner, DeadLetters dead) {
    PCollection<Row> orders =
        PCollectionList.of(
                shop.apply("Shop", Conform.to(ORDER, Mapping.byName().from("id", "order_no"))))
            .and(
                partner.apply(
                    "Partner",
                    Conform.to(ORDER)
                        .when("version == 1", Mapping.byName().parsing("total"))
                        .when("version >= 2", Mapping.byName().set("total", "price * quantity"))
                        .withDeadLetters(dead)))
            .apply(Flatten.pCollections());
    return orders;
  }

  @Test
  public void mapping_isOne() {
    assertThat(mapping().rules().size(), is(6));
  }

  private static Mapping mapping() {
    return Mapping.byName()
        .from("id", "order_no")
        .from("customer.zip", "address.postal.code")
        .from("items[*].sku", "items[*].article")
        .set("total", "price * quantity")
        .parsing("placed_at", TextForm.time("dd.MM.yyyy HH:mm", ZoneId.of("Europe/Berlin")))
        .withDefault("currency", "EUR");
  }

  @Test
  public void route_runs() {
    Schema schema = Schema.builder().addInt64Field("total").addStringField("country").build();
    Row row = Row.withSchema(schema).addValues(1001L, "DE").build();
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      PAssert.that(big(pipeline.apply(Create.of(row).withRowSchema(schema)), dead))
          .containsInAnyOrder(row);
    }
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<Row> big(PCollection<Row> rows, DeadLetters dead) {
    PCollectionRowTuple orders =
        rows.apply(
            Route.records()
                .to("big", "total > 1000")
                .to("domestic", "country == 'DE'")
                .otherwiseTo("rest")
                .withDeadLetters(dead));
    PCollection<Row> big = orders.get("big");
    return big;
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
