package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.cells;
import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.testing.Leftovers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.CreateDisposition;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.WriteDisposition;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class WriteBigQueryRowsTest {

  // More digits behind the point than a NUMERIC has.
  private static final String TOO_FINE = "0.1234567891";

  private static final Schema FLIGHT =
      Schema.of(
          Field.of("day", FieldType.logicalType(SqlTypes.DATE)),
          Field.of("state", FieldType.STRING),
          Field.of("delay", FieldType.DOUBLE),
          Field.of("tags", FieldType.array(FieldType.STRING)));

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.fromOptions(FakeBigQuery.options()).enableAbandonedNodeEnforcement(false);

  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private transient FakeBigQuery service;

  @Before
  public void setUp() throws Exception {
    service = FakeBigQuery.start();
    pipeline.getOptions().setTempLocation(folder.getRoot().getPath());
  }

  private PCollection<Row> rows(Row... rows) {
    return Delays.input(pipeline, false, rows);
  }

  private PCollection<Row> flights() {
    return pipeline.apply(
        Create.of(
                Row.withSchema(FLIGHT)
                    .addValues(LocalDate.of(2001, 1, 2), "MI", 1.5, List.of("late"))
                    .build())
            .withRowSchema(FLIGHT));
  }

  private static String description(Table table) {
    return table.getSchema().getFields().stream()
        .map(WriteBigQueryRowsTest::description)
        .collect(Collectors.joining(", "));
  }

  private static String description(TableFieldSchema column) {
    return column.getName() + " " + column.getType() + " " + column.getMode();
  }

  @Test
  public void partitioningByIngestion_noColumn() throws Exception {
    flights()
        .apply(
            service
                .write("ingested")
                .withMethod(Method.STREAMING_INSERTS)
                .withPartitioningByIngestion(Granularity.HOUR));
    pipeline.run();
    Table table = service.table("ingested");
    assertThat(table.getTimePartitioning().getType(), equalTo("HOUR"));
    assertThat(table.getTimePartitioning().getField(), nullValue());
    assertThat(table.getClustering(), nullValue());
  }

  @Test
  public void createNever_tableThatIsThere() throws Exception {
    service.create("there", columns(Delays.DELAY).toTableSchema());
    rows(row("MI", 1, "1.5"))
        .apply(service.write("there").withCreateDisposition(CreateDisposition.CREATE_NEVER));
    pipeline.run();
    assertThat(service.rows("there"), equalTo(List.of(cells("MI", 1, "1.5"))));
  }

  @Test
  public void createNever_noTable_refusedBeforeTheRun() {
    rows(row("MI", 1, "1.5"))
        .apply(service.write("missing").withCreateDisposition(CreateDisposition.CREATE_NEVER));
    Exception e = assertThrows(Exception.class, () -> pipeline.run());
    assertThat(e.toString(), containsString("missing"));
  }

  private static Columns columns(Schema schema) {
    return new ColumnTypes(DecimalType.NUMERIC, new JsonColumns(List.of(), false)).ofTable(schema);
  }

  @Test
  public void rowsThatAreThere_stayOrAreReplaced() throws Exception {
    for (WriteDisposition disposition :
        List.of(WriteDisposition.WRITE_APPEND, WriteDisposition.WRITE_TRUNCATE)) {
      String name = "" + disposition;
      service.create(name, columns(Delays.DELAY).toTableSchema());
      service.put(name, new TableRow().set("state", "OH").set("flights", "1"));
      rows(row("HI", 2, null)).apply(name, service.write(name).withWriteDisposition(disposition));
    }
    pipeline.run();
    assertThat(
        service.rows("WRITE_APPEND"), equalTo(List.of(cells("OH", 1, null), cells("HI", 2, null))));
    assertThat(service.rows("WRITE_TRUNCATE"), equalTo(List.of(cells("HI", 2, null))));
  }

  @Test
  public void decimalsAsBigNumeric_columnAndRange() throws Exception {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    rows(row("MI", 1, "0.1234567891"), row("HI", 2, "1E+40"))
        .apply(
            service
                .write("big")
                .withDecimalsAs(DecimalType.BIGNUMERIC)
                .withStepName("Big")
                .withDeadLetters(dead));
    dead.close();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of("Big", Reason.SINK_REJECTED, Delays.json("HI", 2, "1E+40")));
    pipeline.run();
    assertThat(
        description(service.table("big")),
        equalTo("state STRING REQUIRED, flights INT64 REQUIRED, mean BIGNUMERIC NULLABLE"));
    assertThat(service.rows("big"), equalTo(List.of(cells("MI", 1, "0.1234567891"))));
  }

  @Test
  public void tableThatIsMissing_createdWithAllTypesByEachMethod() throws Exception {
    Schema home = Schema.of(Field.of("zip", FieldType.STRING));
    Schema schema =
        Schema.builder()
            .addInt64Field("whole")
            .addDoubleField("floating")
            .addDecimalField("price")
            .addBooleanField("flag")
            .addByteArrayField("bytes")
            .addDateTimeField("at")
            .addLogicalTypeField("day", SqlTypes.DATE)
            .addLogicalTypeField("hour", SqlTypes.TIME)
            .addLogicalTypeField("local", SqlTypes.DATETIME)
            .addRowField("home", home)
            .addArrayField("tags", FieldType.STRING)
            .addMapField("counts", FieldType.STRING, FieldType.INT64)
            .addStringField("json")
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                1L,
                2.5,
                new BigDecimal("3.25"),
                true,
                new byte[] {1, 2},
                Instant.parse("2001-02-03T04:05:06Z"),
                LocalDate.of(2001, 2, 3),
                LocalTime.of(4, 5, 6),
                LocalDateTime.of(2001, 2, 3, 4, 5, 6),
                Row.withSchema(home).addValue("96701").build(),
                List.of("a", "b"),
                Map.of("k", 5L),
                "{\"x\": 1}")
            .build();
    PCollection<Row> rows = pipeline.apply(Create.of(row).withRowSchema(schema));
    for (Method method : FakeBigQuery.METHODS) {
      rows.apply(
          "" + method,
          service
              .write("types_" + method)
              .withMethod(method)
              .withPartitioning("at", Granularity.MONTH)
              .withClustering("day", "whole")
              .withJson("json"));
    }
    pipeline.run();
    for (Method method : FakeBigQuery.METHODS) {
      Table table = service.table("types_" + method);
      assertThat(
          description(table),
          equalTo(
              "whole INT64 REQUIRED, floating FLOAT64 REQUIRED, price NUMERIC REQUIRED, flag BOOL"
                  + " REQUIRED, bytes BYTES REQUIRED, at TIMESTAMP REQUIRED, day DATE REQUIRED,"
                  + " hour TIME REQUIRED, local DATETIME REQUIRED, home STRUCT REQUIRED, tags"
                  + " STRING REPEATED, counts STRUCT REPEATED, json JSON REQUIRED"));
      assertThat(table.getTimePartitioning().getType(), equalTo("MONTH"));
      assertThat(table.getTimePartitioning().getField(), equalTo("at"));
      assertThat(table.getClustering().getFields(), equalTo(List.of("day", "whole")));
      assertThat("" + method, service.rows("types_" + method).size(), equalTo(1));
    }
    assertThat(
        service.rows("types_STREAMING_INSERTS"),
        equalTo(
            List.of(
                new TreeMap<>(
                        Map.ofEntries(
                            Map.entry("whole", "1"),
                            Map.entry("floating", "2.5"),
                            Map.entry("price", "3.25"),
                            Map.entry("flag", "true"),
                            Map.entry("bytes", "AQI="),
                            Map.entry("at", "2001-02-03T04:05:06Z"),
                            Map.entry("day", "2001-02-03"),
                            Map.entry("hour", "04:05:06"),
                            Map.entry("local", "2001-02-03T04:05:06"),
                            Map.entry("home", "{zip=96701}"),
                            Map.entry("tags", "[a, b]"),
                            Map.entry("counts", "[{key=k, value=5}]"),
                            Map.entry("json", "{\"x\": 1}")))
                    .toString())));
    assertThat(service.rows("types_FILE_LOADS").get(0), containsString("json={x=1}"));
  }

  @Test
  public void policyThatDrops_nothingOfTheRow() {
    service.rejectAppends("state", "XX");
    service.rejectInserts(new TableRow().set("state", "XX").set("flights", "2"), "invalid");
    DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(PayloadPolicy.drop())
            .withStackTraces(5)
            .collect();
    PCollection<Row> rows = rows(row("XX", 2, null), row("HI", 3, TOO_FINE));
    for (Method method : List.of(Method.STREAMING_INSERTS, Method.STORAGE_API_AT_LEAST_ONCE)) {
      rows.apply(
          "" + method, service.write("dropped_" + method).withMethod(method).withDeadLetters(dead));
    }
    dead.close();
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> messages = new ArrayList<>();
              for (DeadLetter letter : letters) {
                messages.add(letter.message());
                String text = letter.toRow().toString();
                assertThat(text, not(containsString("XX")));
                assertThat(text, not(containsString(TOO_FINE)));
              }
              String unwritable =
                  "the column 'mean' has more than 9 digits behind the point, the most that NUMERIC"
                      + " has";
              assertThat(
                  messages,
                  containsInAnyOrder(
                      "BigQuery rejected the row: invalid",
                      "BigQuery rejected the row",
                      unwritable,
                      unwritable));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void withoutDeadLetters_rowsInTheTable() throws Exception {
    PCollection<Row> rows = rows(row("MI", 1, "1.5"), row("HI", 2, null));
    for (Method method : FakeBigQuery.METHODS) {
      rows.apply("" + method, service.write("plain_" + method).withMethod(method));
    }
    pipeline.run();
    for (Method method : FakeBigQuery.METHODS) {
      assertThat(
          service.rows("plain_" + method),
          equalTo(List.of(cells("MI", 1, "1.5"), cells("HI", 2, null))));
    }
  }

  @Test
  public void withoutDeadLetters_rejectedRowThrows() {
    service.rejectAppends("state", "XX");
    service.rejectInserts(new TableRow().set("state", "XX").set("flights", "2"), "invalid");
    for (Method method :
        List.of(
            Method.STREAMING_INSERTS, Method.STORAGE_WRITE_API, Method.STORAGE_API_AT_LEAST_ONCE)) {
      Pipeline failing = Pipeline.create(FakeBigQuery.options());
      Delays.input(failing, false, row("XX", 2, null))
          .apply(service.write("thrown_" + method).withMethod(method));
      PipelineExecutionException e =
          assertThrows(PipelineExecutionException.class, () -> failing.run().waitUntilFinish());
      assertThat(
          e.getMessage(),
          containsString("BigQueryRows.write: sink_rejected: BigQuery rejected the row"));
      assertThat(Leftovers.everything(e), not(containsString("XX")));
    }
  }

  @Test
  public void withoutDeadLetters_unwritableRowThrows() {
    rows(row("HI", 2, TOO_FINE)).apply(service.write("unwritable"));
    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run());
    assertThat(
        e.getMessage(),
        containsString(
            "BigQueryRows.write: sink_rejected: the column 'mean' has more than 9 digits behind"
                + " the point, the most that NUMERIC has, at delays.csv line 2 (byte 200)."));
    assertThat(Leftovers.everything(e), not(containsString(TOO_FINE)));
  }

  @Test
  public void method_byTheInputWhereNoneIsGiven() {
    WriteBigQueryRows write = BigQueryRows.write("flights.delays");
    assertThat(Settings.method(write, false), equalTo(Method.FILE_LOADS));
    assertThat(Settings.method(write, true), equalTo(Method.STORAGE_WRITE_API));
    for (Method method : FakeBigQuery.METHODS) {
      assertThat(Settings.method(write.withMethod(method), true), equalTo(method));
    }
  }

  @Test
  public void displayData_nothingOfTheData() {
    DisplayData data =
        DisplayData.from(BigQueryRows.write("flights.delays").withMethod(Method.STORAGE_WRITE_API));
    assertThat(
        data.items().stream()
            .map(item -> item.getKey() + "=" + item.getValue())
            .sorted()
            .collect(Collectors.toList()),
        equalTo(
            List.of(
                "createDisposition=CREATE_IF_NEEDED",
                "method=STORAGE_WRITE_API",
                "table=flights.delays",
                "writeDisposition=WRITE_APPEND")));
  }

  @Test
  public void settings_refusedWhenGiven() {
    WriteBigQueryRows write = BigQueryRows.write("flights.delays");
    assertRefused(
        () -> BigQueryRows.write("delays"),
        "write() must be given 'project:dataset.table' or 'dataset.table', but was: 'delays'");
    assertRefused(
        () -> write.withClustering("a", "b", "c", "d", "e"),
        "withClustering() must be given at most 4 columns, each once, but was: [a, b, c, d, e]");
    assertRefused(
        () -> write.withClustering("a", "a"),
        "withClustering() must be given at most 4 columns, each once, but was: [a, a]");
    assertRefused(
        () -> write.withTriggeringFrequency(Duration.ZERO),
        "withTriggeringFrequency() must be at least a millisecond, but was: PT0S");
    assertRefused(
        () -> write.withStreamingWriters(0), "withStreamingWriters() must be positive, but was: 0");
    assertRefused(() -> write.withStepName(""), "withStepName() must not be empty.");
  }

  @Test
  public void combinations_refusedWhenApplied() {
    WriteBigQueryRows write = BigQueryRows.write("flights.delays");
    assertRefused(
        write.withPartitioning("when", Granularity.DAY),
        "withPartitioning(): there is no column 'when'. Columns: day, state, delay, tags");
    assertRefused(
        write.withPartitioning("state", Granularity.DAY),
        "withPartitioning(): the column 'state' must be a DATE, DATETIME or TIMESTAMP, but is:"
            + " STRING");
    assertRefused(
        write.withPartitioning("day", Granularity.HOUR),
        "withPartitioning(): the column 'day' is a DATE, which has no hours. Take DAY, MONTH or"
            + " YEAR.");
    assertRefused(
        write.withClustering("delay"),
        "withClustering(): the column 'delay' is FLOAT64, and BigQuery clusters by none but whole"
            + " numbers, decimals, BOOL, STRING and times.");
    assertRefused(
        write.withClustering("tags"),
        "withClustering(): the column 'tags' is ARRAY<STRING>, and BigQuery clusters by none but"
            + " whole numbers, decimals, BOOL, STRING and times.");
    assertRefused(
        write
            .withPartitioning("day", Granularity.DAY)
            .withCreateDisposition(CreateDisposition.CREATE_NEVER),
        "withPartitioning() and withClustering() are for a table that is created, and CREATE_NEVER"
            + " creates none.");
    assertRefused(
        write
            .withMethod(Method.STORAGE_WRITE_API)
            .withWriteDisposition(WriteDisposition.WRITE_TRUNCATE),
        "only a load of a bounded input can do WRITE_TRUNCATE, and this is STORAGE_WRITE_API. Take"
            + " withMethod(FILE_LOADS) in batch, or append.");
    assertRefused(
        write
            .withMethod(Method.STORAGE_API_AT_LEAST_ONCE)
            .withTriggeringFrequency(Duration.ofSeconds(1)),
        "withTriggeringFrequency() and withStreamingWriters() are for STORAGE_WRITE_API and"
            + " FILE_LOADS; STORAGE_API_AT_LEAST_ONCE sends each bundle as it comes.");
    assertRefused(
        write.withJson("state", "stat"),
        "withJson(): there is no field 'stat'. Did you mean 'state'? Fields: day, state, delay,"
            + " tags");
  }

  @Test
  public void unboundedInput_onlyAppends() {
    PCollection<Row> rows = Delays.input(pipeline, true, row("MI", 1, null));
    assertRefused(
        () ->
            rows.apply(
                BigQueryRows.write("flights.delays")
                    .withMethod(Method.FILE_LOADS)
                    .withWriteDisposition(WriteDisposition.WRITE_EMPTY)),
        "BigQueryRows.write: only a load of a bounded input can do WRITE_EMPTY, and this is an"
            + " unbounded input. Take withMethod(FILE_LOADS) in batch, or append.");
  }

  @Test
  public void inputWithoutSchema_refused() {
    PCollection<Row> rows = pipeline.apply(Create.empty(SerializableCoder.of(Row.class)));
    assertRefused(
        () -> rows.apply(BigQueryRows.write("flights.delays")),
        "BigQueryRows.write: the input has no schema. Set it with setRowSchema(), or convert with"
            + " Convert.toRows().");
  }

  private void assertRefused(WriteBigQueryRows write, String message) {
    assertRefused(() -> flights().apply(write), "BigQueryRows.write: " + message);
  }

  private static void assertRefused(ThrowingRunnable action, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
    assertThat(e.getMessage(), equalTo(message));
  }
}
