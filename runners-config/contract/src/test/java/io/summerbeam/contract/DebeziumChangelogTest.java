package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.summerbeam.sdk.format.DebeziumFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.OnMiss;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/**
 * What Debezium writes of a table, met by orders as of their own times: the bytes of a topic
 * through {@link DebeziumFormat} into {@code Enrich.fromChangelog}.
 */
public class DebeziumChangelogTest {

  private static final int KEYS = 5;
  private static final int SPAN = 1_000;
  private static final int SPANS = 4;
  private static final int CHANGES_IN_A_SPAN = 30;
  private static final int ORDERS_IN_A_SPAN = 40;

  private static final Schema CUSTOMER =
      Schema.builder().addInt32Field("id").addStringField("name").build();
  private static final Schema ORDER =
      Schema.builder().addInt32Field("order_id").addInt32Field("customer").build();

  // A message of a topic, one or the other; a tombstone is neither.
  private static final Schema MESSAGE =
      Schema.builder()
          .addNullableField("order", FieldType.row(ORDER))
          .addNullableField("change", FieldType.BYTES)
          .build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private final transient Random random = new Random(5);
  private transient PCollection<Row> messages;

  /** A row of the table from a time on; without a name where it was deleted. */
  private record Version(int id, long millis, long lsn, String name) {}

  @Test
  public void changesOutOfOrder_withDeletesAndTombstones_areMetAsOfTheOrdersTimes() {
    List<Version> history = history();
    TestStream.Builder<Row> stream = TestStream.create(RowCoder.of(MESSAGE));
    List<String> expected = new ArrayList<>();
    int orders = 0;
    for (int span = 0; span < SPANS; span++) {
      long from = (long) span * SPAN;
      List<TimestampedValue<Row>> arriving = new ArrayList<>();
      for (Version each : history) {
        if (each.millis() >= from && each.millis() < from + SPAN) {
          arriving.add(message(each.millis(), null, json(each)));
          if (each.name() == null) {
            arriving.add(message(each.millis(), null, null));
          }
        }
      }
      for (int i = 0; i < ORDERS_IN_A_SPAN; i++) {
        int customer = random.nextInt(KEYS);
        long time = from + random.nextInt(SPAN);
        Row order = Row.withSchema(ORDER).addValues(orders, customer).build();
        arriving.add(message(time, order, null));
        expected.add(orders + "=" + nameAt(time, customer, history) + "@" + time);
        orders++;
      }
      Collections.shuffle(arriving, random);
      // In several bundles, each of which has some of all times.
      int third = arriving.size() / 3;
      stream = addTo(stream, arriving.subList(0, third));
      stream = addTo(stream, arriving.subList(third, 2 * third));
      stream = addTo(stream, arriving.subList(2 * third, arriving.size()));
      stream = stream.advanceWatermarkTo(new Instant(from + SPAN));
    }
    messages = pipeline.apply(stream.advanceWatermarkToInfinity()).setRowSchema(MESSAGE);

    PCollection<Row> enriched =
        example(messages.apply("Orders", ParDo.of(new OrdersFn())).setRowSchema(ORDER));
    PAssert.that(enriched.apply("Describe", ParDo.of(new DescribeFn())))
        .satisfies(
            found -> {
              assertThat(found, containsInAnyOrder(expected.toArray(String[]::new)));
              assertThat(String.join(" ", expected), containsString("=null@"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void example_isTheOneInTheJavadoc() throws Exception {
    pipeline.enableAbandonedNodeEnforcement(false);
    String source =
        Files.readString(
            Path.of(
                "../../sdk-ext/formats/src/main/java/io/summerbeam/sdk/format/DebeziumFormat.java"));
    String shown = source.substring(source.indexOf("{@code\n") + 7, source.indexOf("}</pre>"));
    shown = words(shown.replaceAll("(?m)^ *\\*", ""));
    // What becomes of an order without a customer the example leaves to its reader.
    assertThat(shown, not(containsString("withOnMiss")));
    String here =
        words(
            Files.readString(
                    Path.of("src/test/java/io/summerbeam/contract/DebeziumChangelogTest.java"))
                .replace(".withOnMiss(OnMiss.KEEP)", ""));
    assertThat(here, containsString(shown));
  }

  private static TestStream.Builder<Row> addTo(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> some) {
    return stream.addElements(some.get(0), some.subList(1, some.size()).toArray(noElements()));
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // An array of a generic type cannot be made otherwise.
  private static TimestampedValue<Row>[] noElements() {
    return new TimestampedValue[0];
  }

  private PCollection<Row> example(PCollection<Row> orders) {
    DebeziumFormat customers = DebeziumFormat.ofTable(CUSTOMER, "id");
    // Rows of customers.schema(), at the times of EventTime.ofField(DebeziumFormat.TIME).
    PCollection<Row> changes = read(customers);
    return orders.apply(
        Enrich.fromChangelog(changes)
            .on("customer", "id")
            .take("name")
            .withDeletes(DebeziumFormat.DELETED)
            .withVersion(DebeziumFormat.POSITION)
            .withOnMiss(OnMiss.KEEP));
  }

  private PCollection<Row> read(DebeziumFormat format) {
    return messages.apply("Changes", ParDo.of(new ChangesFn(format))).setRowSchema(format.schema());
  }

  /** Each key is inserted, updated, deleted and there again; several times at one time. */
  private List<Version> history() {
    List<Version> history = new ArrayList<>();
    boolean[] there = new boolean[KEYS];
    long time = 0;
    for (int lsn = 1; lsn <= SPANS * CHANGES_IN_A_SPAN; lsn++) {
      // A quarter of them in the same transaction as the one before.
      time += random.nextInt(4) == 0 ? 0 : random.nextInt(2 * SPAN / CHANGES_IN_A_SPAN);
      int id = random.nextInt(KEYS);
      boolean deletes = there[id] && random.nextInt(3) == 0;
      there[id] = !deletes;
      history.add(new Version(id, time, lsn, deletes ? null : "name " + lsn));
    }
    return history;
  }

  private static String nameAt(long time, int id, List<Version> history) {
    String name = null;
    for (Version each : history) {
      // They stand in the order of the log.
      if (each.id() == id && each.millis() <= time) {
        name = each.name();
      }
    }
    return name;
  }

  private static byte[] json(Version version) {
    String row = "{\"id\":" + version.id() + ",\"name\":\"" + version.name() + "\"}";
    boolean deletes = version.name() == null;
    return ("{\"before\":"
            + (deletes ? "{\"id\":" + version.id() + "}" : "null")
            + ",\"after\":"
            + (deletes ? "null" : row)
            + ",\"source\":{\"connector\":\"postgresql\",\"ts_ms\":"
            + version.millis()
            + ",\"lsn\":"
            + version.lsn()
            + "},\"op\":\""
            + (deletes ? "d" : "u")
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static TimestampedValue<Row> message(long millis, Row order, byte[] change) {
    return TimestampedValue.of(
        Row.withSchema(MESSAGE).attachValues(Arrays.asList(order, change)), new Instant(millis));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static final class OrdersFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row message, OutputReceiver<Row> out) {
      Row order = message.getRow("order");
      if (order != null) {
        out.output(order);
      }
    }
  }

  /** As a source does it: a message without a value, which follows a delete, is passed over. */
  private static final class ChangesFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    private final DebeziumFormat format;
    private transient RowDecoder decoder;
    private transient EventTimeReader times;

    ChangesFn(DebeziumFormat format) {
      this.format = format;
    }

    @Setup
    public void setup() {
      decoder = format.decoder(format.schema());
      times = EventTime.ofField(DebeziumFormat.TIME).reader(format.schema());
    }

    @ProcessElement
    public void process(@Element Row message, OutputReceiver<Row> out) throws MalformedException {
      byte[] change = message.getBytes("change");
      if (change != null) {
        Row row = decoder.decode(change);
        out.outputWithTimestamp(row, times.read(row));
      }
    }
  }

  private static final class DescribeFn extends DoFn<Row, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(row.getInt32("order_id") + "=" + row.getString("name") + "@" + time.getMillis());
    }
  }
}
