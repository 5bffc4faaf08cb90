package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.format.DebeziumFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.metric.CounterName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Upserts of which the newest counts, in whatever order they come. */
@RunWith(JUnit4.class)
public class WriteJdbcVersionsTest {

  private static final int KEYS = 20;
  private static final int CHANGES = 600;

  private static final Schema VERSIONED =
      Schema.builder()
          .addInt64Field("id")
          .addNullableStringField("name")
          .addNullableField("version", FieldType.INT64)
          .build();
  private static final Schema TIMED =
      Schema.builder()
          .addStringField("shop")
          .addInt64Field("id")
          .addDateTimeField("millis")
          .addLogicalTypeField("micros", new MicrosInstant())
          .addLogicalTypeField("local", SqlTypes.DATETIME)
          .build();
  private static final List<String> TIMES = List.of("millis", "micros", "local");
  private static final Schema CUSTOMER =
      Schema.builder().addInt64Field("id").addStringField("name").build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static WriteJdbcRows newestInto(String table) {
    return postgres.writing(table).upsertingBy("id").withVersion("version");
  }

  @Test
  public void newest_ofABatchAndOfTheTable_counts() {
    postgres.run(
        "CREATE TABLE newest (id bigint PRIMARY KEY, name text, version bigint)",
        "INSERT INTO newest VALUES (1, 'there', 5), (2, 'there', 5), (3, 'there', 5),"
            + " (4, 'there', NULL), (5, 'there', 5), (6, 'there', NULL)");
    pipeline
        .apply(
            WriteJdbcRowsTest.bundle(
                VERSIONED,
                List.of(
                    row(VERSIONED, 1L, "older", 4L),
                    row(VERSIONED, 2L, "equal", 5L),
                    row(VERSIONED, 3L, "newest", 7L),
                    row(VERSIONED, 3L, "newer", 6L),
                    row(VERSIONED, 3L, "oldest", 1L),
                    row(VERSIONED, 4L, "first", 1L),
                    row(VERSIONED, 6L, "first", Long.MIN_VALUE),
                    row(VERSIONED, 8L, "equal", 2L),
                    row(VERSIONED, 8L, "equal, last", 2L),
                    row(VERSIONED, 8L, "older", 1L))))
        .apply(newestInto("newest"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    // Of 10 rows those that are there are 2, 3, 4, 6 and 8.
    assertThat(counted(result, "records_out"), equalTo(5L));
    assertThat(counted(result, "records_superseded"), equalTo(5L));
    assertThat(
        postgres.rows("SELECT id, name, version FROM newest ORDER BY id"),
        equalTo(
            List.of(
                "1|there|5",
                "2|equal|5",
                "3|newest|7",
                "4|first|1",
                "5|there|5",
                "6|first|" + Long.MIN_VALUE,
                "8|equal, last|2")));
  }

  private static long counted(PipelineResult result, String what) {
    String name = CounterName.of(WriteJdbcRows.DEFAULT_STEP_NAME, what).metricName();
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(CounterName.NAMESPACE, name))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getCommitted();
    }
    return sum;
  }

  @Test
  public void rowWithoutAVersion_isADeadLetter() {
    postgres.run("CREATE TABLE unversioned (id bigint PRIMARY KEY, name text, version bigint)");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  VERSIONED,
                  List.of(row(VERSIONED, 1L, "without", null), row(VERSIONED, 2L, "with", 1L))))
          .apply(newestInto("unversioned").withDeadLetters(dead));
    }
    PAssert.that(
            dead.collection()
                .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message)))
        .containsInAnyOrder("its version 'version' is null");
    pipeline.run().waitUntilFinish();
    assertThat(postgres.rows("SELECT id FROM unversioned"), equalTo(List.of("2")));
  }

  @Test
  public void timesAsVersions_overAKeyOfTwoColumns() {
    postgres.run(
        "CREATE TABLE times (shop text, id bigint, millis timestamptz(3), micros timestamptz, local"
            + " timestamp, PRIMARY KEY (shop, id))");
    for (int version = 0; version < TIMES.size(); version++) {
      pipeline
          .apply("Shuffled " + version, WriteJdbcRowsTest.bundle(TIMED, shuffledTimes(version)))
          .apply(
              "Write " + version,
              postgres
                  .writing("times")
                  .upsertingBy("shop", "id")
                  .withVersion(TIMES.get(version))
                  .withBatchSize(4));
    }
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows(
            "SELECT shop, id, extract(epoch FROM millis), extract(epoch FROM micros), extract(epoch"
                + " FROM local) FROM times ORDER BY shop"),
        equalTo(
            List.of(
                "local|1|0.029000|0.000029|0.000029",
                "micros|1|0.029000|0.000029|0.000029",
                "millis|1|0.029000|0.000029|0.000029")));
  }

  private static List<Row> shuffledTimes(int version) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      java.time.Instant micros = java.time.Instant.EPOCH.plusNanos(i * 1_000L);
      rows.add(
          row(
              TIMED,
              TIMES.get(version),
              1L,
              org.joda.time.Instant.ofEpochMilli(i),
              micros,
              LocalDateTime.ofInstant(micros, ZoneOffset.UTC)));
    }
    Collections.shuffle(rows, new Random(version));
    return rows;
  }

  @Test
  public void columnThatRoundsTheVersion_isRefused() {
    postgres.run(
        "CREATE TABLE coarse (shop text, id bigint, millis timestamptz(0), micros timestamptz(3),"
            + " local timestamp(5), PRIMARY KEY (shop, id))");
    String message =
        "the column '%s' of withVersion() is %s with %s places, but must have at least the %s of its"
            + " field, or an older row would be taken for as new as a newer one.";
    assertRefused("millis", String.format(message, "millis", "timestamptz", 0, 3));
    assertRefused("micros", String.format(message, "micros", "timestamptz", 3, 6));
    assertRefused("local", String.format(message, "local", "timestamp", 5, 6));
  }

  private static void assertRefused(String version, String message) {
    JdbcReplayTarget target =
        JdbcReplayTarget.into(
            postgres.writing("coarse").upsertingBy("shop", "id").withVersion(version), TIMED);
    assertThat(assertThrows(IOException.class, target::open).getMessage(), containsString(message));
  }

  @Test
  public void newestThatIsRefused_leavesTheNextOne() {
    postgres.run(
        "CREATE TABLE refusing (id bigint PRIMARY KEY, name text CHECK (name <> 'bad'), version"
            + " bigint)");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(
              WriteJdbcRowsTest.bundle(
                  VERSIONED,
                  List.of(
                      row(VERSIONED, 1L, "bad", 9L),
                      row(VERSIONED, 1L, "one", 1L),
                      row(VERSIONED, 1L, "bad", 8L),
                      row(VERSIONED, 1L, "three", 3L),
                      row(VERSIONED, 1L, "two", 2L),
                      row(VERSIONED, 2L, "other", 1L))))
          .apply(newestInto("refusing").withDeadLetters(dead));
    }
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(letter -> new String(letter.payload(), StandardCharsets.UTF_8))))
        .containsInAnyOrder(
            "{\"id\":1,\"name\":\"bad\",\"version\":9}",
            "{\"id\":1,\"name\":\"bad\",\"version\":8}");
    pipeline.run().waitUntilFinish();
    assertThat(
        postgres.rows("SELECT id, name, version FROM refusing ORDER BY id"),
        equalTo(List.of("1|three|3", "2|other|1")));
  }

  @Test
  public void changesOfDebezium_inAnyOrderAndTwice_areTheTableAtItsEnd() {
    DebeziumFormat format = DebeziumFormat.ofTable(CUSTOMER, "id");
    Random random = new Random(7);
    List<byte[]> messages = new ArrayList<>();
    TreeMap<Long, String> last = new TreeMap<>();
    for (long lsn = 1; lsn <= CHANGES; lsn++) {
      long id = random.nextInt(KEYS);
      boolean deletes = last.containsKey(id) && random.nextInt(4) == 0;
      String name = deletes ? null : "name " + lsn;
      last.put(id, id + "|" + name + "|" + lsn + "|" + (deletes ? "t" : "f"));
      messages.add(change(id, name, lsn));
    }
    List<byte[]> twice = new ArrayList<>(messages);
    twice.addAll(messages);
    Collections.shuffle(twice, random);
    pipeline
        .apply(Create.of(twice))
        .apply(Reshuffle.viaRandomKey())
        .apply(ParDo.of(new DecodeFn(format)))
        .setRowSchema(format.schema())
        .apply(
            postgres
                .writing("customers")
                .creatingTable()
                .upsertingBy("id")
                .withVersion(DebeziumFormat.POSITION)
                .withBatchSize(3));
    pipeline.run().waitUntilFinish();
    List<String> found =
        postgres.rows("SELECT id, name, __position, __deleted FROM customers ORDER BY id");
    assertThat(found, equalTo(List.copyOf(last.values())));
    assertThat(
        "some are deleted",
        postgres.rows("SELECT DISTINCT __deleted FROM customers"),
        hasItem("t"));
  }

  @Test
  public void repairedRecord_thatIsOlderByNow_leavesWhatIsThere() throws Exception {
    postgres.run(
        "CREATE TABLE repaired (id bigint PRIMARY KEY, name text, version bigint)",
        "INSERT INTO repaired VALUES (1, 'came since', 5)");
    JdbcReplayTarget target = JdbcReplayTarget.into(newestInto("repaired"), VERSIONED);
    try (ReplayWriter writer = target.open()) {
      writer.write(record("a", "{\"id\":1,\"name\":\"repaired\",\"version\":4}"));
      writer.write(record("b", "{\"id\":2,\"name\":\"newer\",\"version\":3}"));
      writer.write(record("c", "{\"id\":2,\"name\":\"older\",\"version\":2}"));
      assertThat(writer.flush(), equalTo(List.of()));
      assertThat(writer.superseded(), equalTo(2L));
    }
    assertThat(
        postgres.rows("SELECT id, name, version FROM repaired ORDER BY id"),
        equalTo(List.of("1|came since|5", "2|newer|3")));
  }

  private static ReplayRecord record(String id, String json) {
    return ReplayRecord.of(Letters.letter(id, json, 1));
  }

  private static byte[] change(long id, String name, long lsn) {
    String row = "{\"id\":" + id + ",\"name\":\"" + name + "\"}";
    return ("{\"before\":"
            + (name == null ? "{\"id\":" + id + "}" : "null")
            + ",\"after\":"
            + (name == null ? "null" : row)
            + ",\"source\":{\"connector\":\"postgresql\",\"ts_ms\":"
            + lsn
            + ",\"lsn\":"
            + lsn
            + "},\"op\":\""
            + (name == null ? "d" : "u")
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static final class DecodeFn extends DoFn<byte[], Row> {

    private static final long serialVersionUID = 1;

    private final DebeziumFormat format;
    private transient RowDecoder decoder;

    DecodeFn(DebeziumFormat format) {
      this.format = format;
    }

    @Setup
    public void setup() {
      decoder = format.decoder(format.schema());
    }

    @ProcessElement
    public void process(@Element byte[] message, OutputReceiver<Row> out)
        throws MalformedException {
      out.output(decoder.decode(message));
    }
  }
}
