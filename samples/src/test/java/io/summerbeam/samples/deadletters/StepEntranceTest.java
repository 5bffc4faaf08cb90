package io.summerbeam.samples.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.io.files.FileDeadLetterStore;
import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileReplayTarget;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.transforms.conform.Conform;
import io.summerbeam.transforms.deadletter.Replay;
import io.summerbeam.transforms.enrich.Enrich;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Replay straight into the second of two steps, in batch: what comes to it is no record of the
 * source any more, so that letters hold the row (docs/dead-letters.md, "Straight into a step").
 */
public class StepEntranceTest {

  private static final Schema ORDER =
      Schema.builder()
          .addStringField("id")
          .addStringField("product")
          .addField("price", FieldType.DECIMAL)
          .addDateTimeField("placed")
          .addStringField("customer")
          .build();
  private static final Schema TO_CUSTOMERS =
      Schema.builder().addFields(ORDER.getFields()).addStringField("category").build();
  private static final Schema PRODUCT =
      Schema.builder().addStringField("product").addStringField("category").build();
  private static final Schema CUSTOMER =
      Schema.builder().addStringField("customer").addStringField("region").build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void rowsOfASecondStep_comeBackToIt_withWhatTheFirstHasAdded() throws Exception {
    Path first =
        write(
            "first.jsonl",
            "{\"id\":\"1\",\"product\":\"p\",\"price\":1.50,\"placed\":\"2026-11-23T08:00:00.123Z\","
                + "\"customer\":\"known\"}",
            "{\"id\":\"2\",\"product\":\"p\",\"price\":2.00,\"placed\":\"2026-11-23T08:00:01Z\","
                + "\"customer\":\"new\"}");
    run(first, null, "known", "1 p 1.50 2026-11-23T08:00:00.123Z known tools north");

    String again = path("again").toString();
    try (DeadLetterStore store = FileDeadLetterStore.in(path("dead").toString())) {
      assertThat(
          Replay.of(LetterFilter.all().withSteps("Customers").withReasons("lookup_miss"))
              .run(store, FileReplayTarget.to(again))
              .delivered(),
          equalTo(1L));
    }

    Path second =
        write(
            "second.jsonl",
            "{\"id\":\"3\",\"product\":\"q\",\"price\":3,\"placed\":\"2026-11-23T09:00:00Z\","
                + "\"customer\":\"new\"}");
    run(
        second,
        again + "/*.jsonl",
        "new",
        "2 p 2.00 2026-11-23T08:00:01.000Z new tools north",
        "3 q 3 2026-11-23T09:00:00.000Z new toys north");
  }

  private void run(Path orders, @Nullable String again, String customer, String... expected) {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> products =
        pipeline.apply(
            "Table of products",
            Create.of(row(PRODUCT, "p", "tools"), row(PRODUCT, "q", "toys"))
                .withRowSchema(PRODUCT));
    PCollection<Row> customers =
        pipeline.apply(
            "Table of customers",
            Create.of(row(CUSTOMER, customer, "north")).withRowSchema(CUSTOMER));
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(path("dead").toString()))) {
      PCollection<Row> input =
          pipeline
              .apply(
                  "Read",
                  FileRows.read(orders.toString())
                      .withSchema(ORDER)
                      .withoutOriginals()
                      .withDeadLetters(dead))
              .apply("Products", Enrich.fromTable(products).on("product").take("category"))
              .apply("Fresh", Conform.to(TO_CUSTOMERS));
      if (again != null) {
        input =
            input.apply(
                "WithAgain",
                Flatten.with(
                    pipeline
                        .apply(
                            "Again",
                            FileRows.read(again)
                                .withSchema(TO_CUSTOMERS)
                                .withoutOriginals()
                                .withDeadLetters(dead))
                        .apply("Entered", Conform.to(TO_CUSTOMERS))));
      }
      PAssert.that(
              input
                  .apply(
                      "Customers",
                      Enrich.fromTable(customers)
                          .on("customer")
                          .take("region")
                          .withStepName("Customers")
                          .withDeadLetters(dead))
                  .apply(
                      "Lines",
                      MapElements.into(TypeDescriptors.strings()).via(StepEntranceTest::line)))
          .containsInAnyOrder(expected);
    }
    pipeline.run().waitUntilFinish();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private static String line(Row row) {
    return String.join(
        " ",
        row.getString("id"),
        row.getString("product"),
        String.valueOf(row.getDecimal("price")),
        String.valueOf(row.getDateTime("placed")),
        row.getString("customer"),
        row.getString("category"),
        row.getString("region"));
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private Path write(String name, String... lines) throws Exception {
    return Files.writeString(path(name), String.join("\n", lines) + "\n");
  }
}
