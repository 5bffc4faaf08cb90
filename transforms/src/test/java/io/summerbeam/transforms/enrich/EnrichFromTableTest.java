package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class EnrichFromTableTest {

  private static final Schema FLIGHT =
      Schema.builder().addNullableField("origin", FieldType.STRING).addInt64Field("n").build();
  private static final Schema AIRPORT =
      Schema.builder()
          .addStringField("iata")
          .addStringField("city")
          .addNullableField("state", FieldType.STRING)
          .build();
  private static final Schema WITH_STATE =
      Schema.builder()
          .addFields(FLIGHT.getFields())
          .addStringField("origin_city")
          .addNullableField("state", FieldType.STRING)
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void keyInTable_fieldsAreAppended() {
    PCollection<Row> out =
        flights(flight("DTW", 1), flight("XXX", 2), flight("DTW", 3))
            .apply(
                Enrich.fromTable(
                        airports(airport("DTW", "Detroit", "MI"), airport("XXX", "NA", null)))
                    .on("origin", "iata")
                    .take("city", "origin_city")
                    .take("state"));

    assertThat(out.getSchema(), equalTo(WITH_STATE));
    PAssert.that(out)
        .containsInAnyOrder(
            row(WITH_STATE, "DTW", 1L, "Detroit", "MI"),
            row(WITH_STATE, "XXX", 2L, "NA", null),
            row(WITH_STATE, "DTW", 3L, "Detroit", "MI"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void miss_withDeadLetters_isOneLookupMiss() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          flights(flight("DTW", 1), flight("ZZZ", 2), flight(null, 3))
              .apply(
                  Enrich.fromTable(airports(airport("DTW", "Detroit", "MI")))
                      .on("origin", "iata")
                      .take("city", "origin_city")
                      .take("state")
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(row(WITH_STATE, "DTW", 1L, "Detroit", "MI"));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            missed("{\"origin\":\"ZZZ\",\"n\":2}"), missed("{\"origin\":null,\"n\":3}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void miss_withoutDeadLetters_isThrownWithoutTheKey() {
    flights(flight("S3CRET", 1))
        .apply(
            Enrich.fromTable(airports(airport("DTW", "Detroit", "MI")))
                .on("origin", "iata")
                .take("city"));

    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(message, containsString("lookup_miss: the key (origin) is not in the table"));
    assertThat(message, not(containsString("S3CRET")));
  }

  @Test
  public void onMissKeep_fieldsAreNullAndNullable() {
    PCollection<Row> out =
        flights(flight("ZZZ", 2))
            .apply(
                Enrich.fromTable(airports(airport("DTW", "Detroit", "MI")))
                    .on("origin", "iata")
                    .take("city")
                    .withOnMiss(OnMiss.KEEP));

    assertThat(out.getSchema().getField("city").getType().getNullable(), equalTo(true));
    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), "ZZZ", 2L, null));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void onMissDrop_recordIsGone() {
    PCollection<Row> out =
        flights(flight("ZZZ", 2), flight("DTW", 1))
            .apply(
                Enrich.fromTable(airports(airport("DTW", "Detroit", "MI")))
                    .on("origin", "iata")
                    .take("city")
                    .withOnMiss(OnMiss.DROP));

    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), "DTW", 1L, "Detroit"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void emptyTable_everyRecordMisses() {
    PCollection<Row> out =
        flights(flight("DTW", 1))
            .apply(
                Enrich.fromTable(pipeline.apply("Table", Create.empty(AIRPORT)))
                    .on("origin", "iata")
                    .take("city")
                    .withOnMiss(OnMiss.KEEP));

    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), "DTW", 1L, null));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void severalKeyFields_allMustBeEqual() {
    Schema rates =
        Schema.builder().addStringField("iata").addInt64Field("n").addInt32Field("rate").build();
    PCollection<Row> table =
        pipeline.apply(
            "Rates",
            Create.of(row(rates, "DTW", 1L, 10), row(rates, "DTW", 2L, 20)).withRowSchema(rates));
    PCollection<Row> out =
        flights(flight("DTW", 2), flight("DTW", 3))
            .apply(
                Enrich.fromTable(table)
                    .on("origin", "iata")
                    .on("n")
                    .take("rate")
                    .withOnMiss(OnMiss.KEEP));

    PAssert.that(out)
        .containsInAnyOrder(
            row(out.getSchema(), "DTW", 2L, 20), row(out.getSchema(), "DTW", 3L, null));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keyTwiceInTable_failsTheJobWithTheRows() {
    Schema placed = Provenance.addTo(AIRPORT);
    PCollection<Row> table =
        pipeline.apply(
            "Table",
            Create.of(
                    row(placed, "DTW", "Detroit", "MI", place(12)),
                    row(placed, "DTW", "Detroit", "MI", place(99)))
                .withRowSchema(placed));
    flights(flight("DTW", 1)).apply(Enrich.fromTable(table).on("origin", "iata").take("city"));

    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(message, containsString("the key (iata) must be unique in the table"));
    assertThat(message, containsString("airports.csv line 12 (byte 120)"));
    assertThat(message, containsString("airports.csv line 99 (byte 990)"));
    assertThat(message, not(containsString("DTW")));
  }

  @Test
  public void windowedUnboundedRecords_keepWindowAndTime() {
    Instant time = Instant.parse("2001-01-01T00:30:00Z");
    PCollection<Row> out =
        pipeline
            .apply(
                TestStream.create(FLIGHT)
                    .addElements(TimestampedValue.of(flight("DTW", 1), time))
                    .advanceWatermarkToInfinity())
            .setRowSchema(FLIGHT)
            .apply(Window.into(FixedWindows.of(Duration.standardHours(1))))
            .apply(
                Enrich.fromTable(airports(airport("DTW", "Detroit", "MI")))
                    .on("origin", "iata")
                    .take("city"));

    PAssert.that(out)
        .inWindow(
            new org.apache.beam.sdk.transforms.windowing.IntervalWindow(
                Instant.parse("2001-01-01T00:00:00Z"), Duration.standardHours(1)))
        .containsInAnyOrder(row(out.getSchema(), "DTW", 1L, "Detroit"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void badSettings_areRefused() {
    PCollection<Row> table = airports(airport("DTW", "Detroit", "MI"));
    PCollection<Row> flights = flights(flight("DTW", 1));
    EnrichFromTable enrich = Enrich.fromTable(table);
    assertThat(
        message(() -> flights.apply(enrich.on("orign", "iata").take("city"))),
        equalTo(
            "Enrich.on(): there is no field 'orign'. Did you mean 'origin'? Fields: origin, n"));
    assertThat(
        message(() -> flights.apply(enrich.on("origin", "iota").take("city"))),
        containsString("Did you mean 'iata'?"));
    assertThat(
        message(() -> flights.apply(enrich.on("origin", "iata").take("city", "n"))),
        equalTo(
            "Enrich.take(): the input has a field 'n' already. Take it under another name:"
                + " take(\"city\", newName)."));
    assertThat(
        message(() -> flights.apply(enrich.on("n", "iata").take("city"))),
        containsString("'n' is INT64 and the table's is STRING"));
    assertThat(
        message(() -> enrich.take("city").take("state", "city")),
        containsString("'city' comes twice"));
    assertThat(message(() -> flights.apply(enrich.on("origin", "iata"))), containsString("take("));
  }

  @Test
  public void unboundedTable_isRefused() {
    PCollection<Row> table =
        pipeline
            .apply("Changes", TestStream.create(AIRPORT).advanceWatermarkToInfinity())
            .setRowSchema(AIRPORT);
    PCollection<Row> flights = flights(flight("DTW", 1));
    assertThat(
        message(() -> flights.apply(Enrich.fromTable(table).on("origin", "iata").take("city"))),
        containsString("the table must be bounded"));
  }

  private PCollection<Row> flights(Row... rows) {
    return pipeline.apply("Flights", Create.of(List.of(rows)).withRowSchema(FLIGHT));
  }

  private PCollection<Row> airports(Row... rows) {
    return pipeline.apply("Airports", Create.of(List.of(rows)).withRowSchema(AIRPORT));
  }

  private static Row flight(String origin, long n) {
    return row(FLIGHT, origin, n);
  }

  private static Row airport(String iata, String city, String state) {
    return row(AIRPORT, iata, city, state);
  }

  private static byte[] place(long line) {
    return Provenance.ofFile("airports.csv", line * 10, line).toBytes();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(java.util.Arrays.asList(values)).build();
  }

  private static ExpectedDeadLetter missed(String payload) {
    return ExpectedDeadLetter.of("Enrich", Reason.LOOKUP_MISS, payload);
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
