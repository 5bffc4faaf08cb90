package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;

import io.summerbeam.io.jdbc.JdbcRows;
import io.summerbeam.io.jdbc.JdbcSnapshot;
import io.summerbeam.io.jdbc.WriteJdbcRows;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.conform.Conform;
import io.summerbeam.transforms.conform.Mapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Rows of windows that fire again, upserted as docs/windows.md says: in whatever order they come,
 * the table ends with the last one of each window.
 */
public class FiringsIntoTableTest {

  private static final Schema ORDER =
      Schema.builder().addStringField("country").addInt64Field("amount").build();

  private static final Schema FIRINGS =
      Schema.builder()
          .addStringField("country")
          .addDateTimeField("window_start")
          .addNullableField("revenue", FieldType.INT64)
          .addInt64Field("firing")
          .build();

  private static final String[] FIRST = {
    fired("DE", "12:00", 1, 0),
    fired("DE", "12:10", 128, 0),
    fired("FR", "12:00", 64, 0),
    fired("IT", "12:00", 32, 0)
  };
  private static final String[] LAST = {
    fired("DE", "12:00", 15, 3),
    fired("DE", "12:10", 384, 1),
    fired("FR", "12:00", 64, 1),
    fired("IT", "12:00", 32, 0)
  };
  private static final String[] ALL = {
    fired("DE", "12:00", 1, 0),
    fired("DE", "12:00", 3, 1),
    fired("DE", "12:00", 7, 2),
    fired("DE", "12:00", 15, 3),
    fired("DE", "12:10", 128, 0),
    fired("DE", "12:10", 384, 1),
    fired("FR", "12:00", 64, 0),
    fired("FR", "12:00", 64, 1),
    fired("IT", "12:00", 32, 0)
  };

  private static final int SHUFFLES = 6;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static PostgresServer server;

  @BeforeClass
  public static void startServer() throws Exception {
    server = new PostgresServer(FOLDER.newFolder().toPath());
  }

  @AfterClass
  public static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  public void firings_inWhateverOrder_leaveTheLastOfEachWindow() throws Exception {
    server.execute(
        "CREATE TABLE revenue (country text, window_start timestamptz, revenue bigint, firing"
            + " bigint, PRIMARY KEY (country, window_start))");
    PCollection<Row> revenue = revenue(pipeline.apply(orders()).setRowSchema(ORDER));
    upsert(revenue, FIRINGS, server.url(), password());
    revenue
        .apply("Each", Conform.to(FIRINGS, Mapping.byName().from("firing", "pane.index")))
        .apply("Append", writing("each_firing"));
    pipeline.run().waitUntilFinish();
    assertThat(lines(rows("revenue")), containsInAnyOrder(LAST));
    List<Row> firings = rows("each_firing");
    assertThat(lines(firings), containsInAnyOrder(ALL));

    rewrite(firings);

    // The order does matter: without a version what is written last stays.
    assertThat(lines(rows("last_written")), containsInAnyOrder(FIRST));
    assertThat(lines(rows("newest_first")), containsInAnyOrder(LAST));
    for (int seed = 0; seed < SHUFFLES; seed++) {
      assertThat("seed " + seed, lines(rows("shuffled_" + seed)), containsInAnyOrder(LAST));
    }
  }

  /** Writes them once more in each of several orders, into a table each. */
  private static void rewrite(List<Row> firings) {
    Pipeline again = Pipeline.create();
    List<Row> newestFirst = new ArrayList<>(firings);
    newestFirst.sort(Comparator.comparing((Row row) -> row.getInt64("firing")).reversed());
    writeInOrder(newestFirst, again, "last_written", upserting("last_written"));
    writeInOrder(newestFirst, again, "newest_first", newestInto("newest_first"));
    for (int seed = 0; seed < SHUFFLES; seed++) {
      List<Row> shuffled = new ArrayList<>(newestFirst);
      Collections.shuffle(shuffled, new Random(seed));
      String table = "shuffled_" + seed;
      writeInOrder(shuffled, again, table, newestInto(table));
    }
    again.run().waitUntilFinish();
  }

  /** From one bundle, some at a time. */
  private static void writeInOrder(
      List<Row> rows, Pipeline pipeline, String name, WriteJdbcRows write) {
    pipeline
        .apply("Bundle " + name, Create.of(0))
        .apply("Rows " + name, ParDo.of(new EachFn(rows)))
        .setRowSchema(FIRINGS)
        .apply("Write " + name, write.withBatchSize(2));
  }

  @Test
  public void example_isTheOneInTheDocs() throws Exception {
    pipeline.enableAbandonedNodeEnforcement(false);
    String docs = Files.readString(Path.of("../../docs/windows.md"));
    int version = docs.indexOf(".withVersion(");
    String fence = "```java\n";
    int start = docs.lastIndexOf(fence, version) + fence.length();
    String shown = words(docs.substring(start, docs.indexOf("```", version)));
    String here =
        words(
            Files.readString(
                    Path.of("src/test/java/io/summerbeam/contract/FiringsIntoTableTest.java"))
                .replace(".withCredentials(ServerPlaces.USER, password)", ""));
    assertThat(here, containsString(shown));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static PCollection<Row> revenue(PCollection<Row> orders) {
    return orders.apply(
        Aggregate.by("country")
            .over(Windows.parse("fixed PT10M"))
            .withFirings(Firings.parse("early every PT1M, late each"))
            .withAllowedLateness(Duration.ofMinutes(5))
            .withPane()
            .sum("amount", "revenue"));
  }

  private static void upsert(
      PCollection<Row> revenue, Schema firings, String url, KeySource password) {
    revenue
        .apply(Conform.to(firings, Mapping.byName().from("firing", "pane.index")))
        .apply(
            JdbcRows.write(url)
                .withCredentials(ServerPlaces.USER, password)
                .into("revenue")
                .upsertingBy("country", "window_start")
                .withVersion("firing"));
  }

  /** Amounts of 1, 2, 4, ..., so that a sum tells which are in it. */
  private static TestStream<Row> orders() {
    org.joda.time.Duration overAMinute = org.joda.time.Duration.standardSeconds(61);
    return TestStream.create(ORDER)
        .advanceWatermarkTo(time("12:01"))
        .addElements(order("12:01", "DE", 1))
        .advanceProcessingTime(overAMinute)
        .addElements(order("12:03", "DE", 2), order("12:03", "FR", 64))
        .advanceProcessingTime(overAMinute)
        .addElements(order("12:09", "DE", 4), order("12:11", "DE", 128))
        .advanceWatermarkTo(time("12:10"))
        .addElements(order("12:05", "DE", 8))
        // Nothing of it was in time.
        .addElements(order("12:04", "IT", 32))
        .advanceProcessingTime(overAMinute)
        .addElements(order("12:12", "DE", 256))
        .advanceWatermarkToInfinity();
  }

  private static TimestampedValue<Row> order(String time, String country, long amount) {
    return TimestampedValue.of(
        Row.withSchema(ORDER).addValues(country, amount).build(), time(time));
  }

  private static Instant time(String time) {
    return Instant.parse("2001-01-01T" + time + ":00Z");
  }

  private static String fired(String country, String start, long revenue, long firing) {
    return line(Row.withSchema(FIRINGS).addValues(country, time(start), revenue, firing).build());
  }

  private static WriteJdbcRows newestInto(String table) {
    return upserting(table).withVersion("firing");
  }

  private static WriteJdbcRows upserting(String table) {
    return writing(table).upsertingBy("country", "window_start");
  }

  private static WriteJdbcRows writing(String table) {
    return JdbcRows.write(server.url())
        .withCredentials(ServerPlaces.USER, password())
        .into(table)
        .creatingTable();
  }

  private static List<Row> rows(String table) throws LookupException {
    List<Row> rows = new ArrayList<>();
    JdbcSnapshot.of(server.url())
        .withCredentials(ServerPlaces.USER, password())
        .from(table)
        .withSchema(FIRINGS)
        .load(rows::add);
    return rows;
  }

  private static KeySource password() {
    return KeySource.of("file:" + server.password());
  }

  private static List<String> lines(List<Row> rows) {
    return rows.stream().map(FiringsIntoTableTest::line).toList();
  }

  private static String line(Row row) {
    return new String(RowJson.toBytesLenient(row), StandardCharsets.UTF_8);
  }

  private static final class EachFn extends DoFn<Integer, Row> {

    private static final long serialVersionUID = 1;

    private final List<Row> rows;

    EachFn(List<Row> rows) {
      this.rows = rows;
    }

    @ProcessElement
    public void process(OutputReceiver<Row> out) {
      rows.forEach(out::output);
    }
  }
}
