package io.summerbeam.transforms.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.transforms.enrich.Enrich;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** The table on its way into the workers' memory. */
public class TableIndexTest {

  private static final Schema TABLE =
      Provenance.addTo(
          Schema.builder()
              .addNullableField("key", FieldType.STRING)
              .addStringField("name")
              .build());
  private static final TableEntries SHAPE =
      new TableEntries(TABLE, new int[] {0}, new int[] {1}, "Enrich.fromTable()", true);
  private static final TableEntries KEYS =
      new TableEntries(TABLE, new int[] {0}, new int[0], "Validate", false);
  private static final Schema RECORD = Schema.builder().addStringField("key").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void get_keyInAnyChunk_isFound() throws Exception {
    TableIndex index =
        TableIndex.checked(
            List.of(chunk(row("a", "Anna", 1), row("b", "Bert", 2)), chunk(row("c", "Carl", 3))),
            SHAPE);

    assertThat(index.get("b"), equalTo(new Object[] {"Bert"}));
    assertThat(index.get("c"), equalTo(new Object[] {"Carl"}));
    assertThat(index.get("d"), nullValue());
    assertThat(TableIndex.checked(List.of(), SHAPE).get("a"), nullValue());
  }

  @Test
  public void get_again_doesNotBuildTheMapAgain() throws Exception {
    TableIndex index = new TableIndex(List.of(chunk(row("a", "Anna", 1))), SHAPE);

    assertThat(index.get("a"), sameInstance(index.get("a")));
  }

  @Test
  public void coder_decoded_isEqualAndKnowsTheSame() throws Exception {
    TableIndexCoder coder = new TableIndexCoder(SHAPE);
    TableIndex index = TableIndex.checked(List.of(chunk(row("a", "Anna", 1))), SHAPE);
    TableIndex decoded =
        CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, index));

    assertThat(decoded, equalTo(index));
    assertThat(decoded.get("a"), equalTo(new Object[] {"Anna"}));
    assertThat(SerializableUtils.clone(coder), equalTo(coder));
    assertThat(
        new TableIndexCoder(
            new TableEntries(TABLE, new int[] {1}, new int[] {0}, "Enrich.fromTable()", true)),
        not(equalTo(coder)));
    assertThat(new TableIndexCoder(KEYS), not(equalTo(coder)));
  }

  @Test
  public void checked_keyTwiceInDifferentChunks_failsWithBothPlaces() throws Exception {
    List<byte[]> chunks =
        List.of(
            chunk(row("x", "Xaver", 1), row("a", "Anna", 2)),
            chunk(row("b", "Bert", 3), row("a", "Anton", 4)));
    assertThat(
        message(() -> TableIndex.checked(chunks, SHAPE)),
        equalTo(
            "Enrich.fromTable(): the key (key) must be unique in the table, but two rows have the"
                + " same: names.csv line 2 (byte 20) and names.csv line 4 (byte 40). Remove one of"
                + " them."));
  }

  @Test
  public void checked_uniqueKeys_forgetsWhereTheRowsCameFrom() throws Exception {
    TableIndex near = TableIndex.checked(List.of(chunk(row("a", "Anna", 1))), SHAPE);
    TableIndex far = TableIndex.checked(List.of(chunk(row("a", "Anna", 1_000_000))), SHAPE);

    assertThat(far, equalTo(near));
    assertThat(new TableIndex(far.chunks(), SHAPE).get("a"), equalTo(new Object[] {"Anna"}));
  }

  @Test
  public void checked_nullKey_failsWithItsPlace() throws Exception {
    List<byte[]> chunks = List.of(chunk(row(null, "Nemo", 5)));
    assertThat(
        message(() -> TableIndex.checked(chunks, SHAPE)),
        containsString(
            "must not be null in the table, but it is in one row, names.csv line 5 (byte 50)"));
  }

  @Test
  public void ofKeys_keysTwiceAndNull_areLeftOut() throws Exception {
    TableIndex index =
        TableIndex.checked(
            List.of(
                chunk(KEYS, row("a", "Anna", 1), row(null, "Nemo", 2)),
                chunk(KEYS, row("a", "Anton", 3))),
            KEYS);

    assertThat(index.get("a"), equalTo(new Object[0]));
    assertThat(index.get("b"), nullValue());
  }

  @Test
  public void pack_manyRows_areFewArrays() {
    PCollection<byte[]> packed =
        table(rows(1000, "name")).apply(ParDo.of(new PackTableFn(SHAPE))).setCoder(bytes());

    PAssert.thatSingleton(packed.apply(Count.globally()))
        .satisfies(
            count -> {
              assertThat(count, lessThan(100L));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void enrich_tableOfSeveralChunks_findsTheFirstAndTheLast() {
    PCollection<Row> out =
        pipeline
            .apply(Create.of(record("k0"), record("k999")).withRowSchema(RECORD))
            .apply(Enrich.fromTable(table(rows(1000, "n".repeat(1000)))).on("key").take("name"));

    PAssert.that(out)
        .containsInAnyOrder(
            Row.withSchema(out.getSchema()).addValues("k0", "n".repeat(1000) + 0).build(),
            Row.withSchema(out.getSchema()).addValues("k999", "n".repeat(1000) + 999).build());
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void enrich_tableInWindows_isLookedUpInTheRecordsWindow() {
    Instant early = Instant.parse("2001-01-01T00:30:00Z");
    Instant late = Instant.parse("2001-01-01T01:30:00Z");
    Window<Row> hours = Window.into(FixedWindows.of(Duration.standardHours(1)));
    PCollection<Row> table =
        pipeline
            .apply(
                "Table",
                Create.timestamped(
                        TimestampedValue.of(row("a", "Anna", 1), early),
                        TimestampedValue.of(row("a", "Anton", 2), late))
                    .withCoder(org.apache.beam.sdk.coders.RowCoder.of(TABLE)))
            .setRowSchema(TABLE)
            .apply("Hours of the table", hours);
    PCollection<Row> out =
        pipeline
            .apply(
                Create.timestamped(
                        TimestampedValue.of(record("a"), early),
                        TimestampedValue.of(record("a"), late))
                    .withCoder(org.apache.beam.sdk.coders.RowCoder.of(RECORD)))
            .setRowSchema(RECORD)
            .apply("Hours", hours)
            .apply(Enrich.fromTable(table).on("key").take("name"));

    PAssert.that(out)
        .containsInAnyOrder(
            Row.withSchema(out.getSchema()).addValues("a", "Anna").build(),
            Row.withSchema(out.getSchema()).addValues("a", "Anton").build());
    pipeline.run().waitUntilFinish();
  }

  private PCollection<Row> table(List<Row> rows) {
    return pipeline.apply("Table", Create.of(rows).withRowSchema(TABLE));
  }

  private static List<Row> rows(int count, String name) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row("k" + i, name + i, i));
    }
    return rows;
  }

  private static byte[] chunk(Row... rows) throws Exception {
    return chunk(SHAPE, rows);
  }

  private static byte[] chunk(TableEntries shape, Row... rows) throws Exception {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (Row row : rows) {
      shape.write(row, chunk);
    }
    return chunk.toByteArray();
  }

  private static ByteArrayCoder bytes() {
    return ByteArrayCoder.of();
  }

  private static Row row(String key, String name, long line) {
    return Row.withSchema(TABLE)
        .addValues(key, name, Provenance.ofFile("names.csv", line * 10, line).toBytes())
        .build();
  }

  private static Row record(String key) {
    return Row.withSchema(RECORD).addValue(key).build();
  }

  private static String message(org.junit.function.ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
