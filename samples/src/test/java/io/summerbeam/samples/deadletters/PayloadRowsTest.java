package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.io.files.FileRows;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.enrich.Enrich;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/**
 * Payloads that are no JSON, replayed to a folder as the rows that they are, and read there by the
 * step that they failed in (docs/dead-letters.md, "Straight into a step").
 */
@RunWith(JUnit4.class)
public class PayloadRowsTest {

  private static final Schema PURCHASE =
      Schema.builder()
          .addStringField("id")
          .addField("price", FieldType.DECIMAL)
          .addDateTimeField("placed")
          .addLogicalTypeField("day", SqlTypes.DATE)
          .addNullableField("note", FieldType.STRING)
          .addByteArrayField("raw")
          .build();

  private static final Schema ORDER =
      Schema.builder().addInt64Field("id").addStringField("name").build();

  private static final byte[] JSON = "{\"id\": 7}".getBytes(UTF_8);

  private static ThreeSchemas registry;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private LetterFolder dead;

  @BeforeClass
  public static void startRegistry() throws Exception {
    registry = new ThreeSchemas();
  }

  @AfterClass
  public static void stopRegistry() {
    registry.close();
  }

  @Before
  public void makeFolder() {
    dead = new LetterFolder(path("dead"));
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private static DeadLetter letter(String id, byte[] payload, String format) {
    return LetterFolder.LATE.toBuilder()
        .setId(id)
        .setPipeline("purchases")
        .setStep("Enrich")
        .setReason("lookup_miss")
        .setMessage("the key (id) is not in the table")
        .setAttempts(1)
        .setPayload(payload)
        .setPayloadFormat(format)
        .build();
  }

  private static byte[] purchase(String id) throws Exception {
    Row row =
        Row.withSchema(PURCHASE)
            .attachValues(
                id,
                new BigDecimal("1.50"),
                Instant.parse("2026-11-23T08:00:00.123Z"),
                LocalDate.of(2026, 11, 23),
                null,
                new byte[] {1, -1});
    return registry.avro(ThreeSchemas.PURCHASE, row);
  }

  private static String json(String id, String price) {
    return "{\"id\":\""
        + id
        + "\",\"price\":"
        + price
        + ",\"placed\":\"2026-11-23T08:00:00.123Z\",\"day\":\"2026-11-23\",\"note\":null,"
        + "\"raw\":\"Af8=\"}";
  }

  private CommandLine replay(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("dead-letters", "replay", dead.toString(), "--to=" + path("again")));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private String replayed(String... more) {
    CommandLine ended = replay(more);
    assertThat(ended.err() + ended.out(), ended.code(), equalTo(0));
    return ended.out();
  }

  /** What is printed where one letter is refused. */
  private String refusing(String... more) {
    CommandLine ended = replay(more);
    assertThat(ended.err() + ended.out(), ended.code(), equalTo(3));
    return ended.out();
  }

  private List<String> lines() throws Exception {
    return CommandLine.lines(path("again"), "replayed-");
  }

  private static String[] avro() {
    return new String[] {"--format=avro-registry", "--registry=" + registry.url()};
  }

  @Test
  public void avroOfARegistry_entersItsStep() throws Exception {
    dead.write(
        "0", letter("00cc", purchase("a"), "avro-registry"), letter("00dd", purchase("b"), null));
    assertThat(replayed(avro()[0], avro()[1], "--step=Enrich"), containsString("  replayed  2\n"));
    assertThat(lines(), containsInAnyOrder(json("a", "1.50"), json("b", "1.50")));

    Schema names = Schema.builder().addStringField("id").addStringField("name").build();
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> table =
        pipeline.apply(
            "Table",
            Create.of(
                    Row.withSchema(names).addValues("a", "anvil").build(),
                    Row.withSchema(names).addValues("b", "bolt").build())
                .withRowSchema(names));
    DeadLetters none = DeadLetters.in(pipeline).collect();
    PCollection<Row> enriched =
        pipeline
            .apply(
                "Again",
                FileRows.read(path("again") + "/*.jsonl")
                    .withSchema(PURCHASE)
                    .withDeadLetters(none))
            .apply("Enrich", Enrich.fromTable(table).on("id").take("name").withDeadLetters(none));
    none.close();
    PAssert.that(
            enriched.apply(
                MapElements.into(TypeDescriptors.strings()).via(PayloadRowsTest::purchaseLine)))
        .containsInAnyOrder(
            "a 1.50 2026-11-23T08:00:00.123Z 2026-11-23 null Af8= anvil",
            "b 1.50 2026-11-23T08:00:00.123Z 2026-11-23 null Af8= bolt");
    PAssert.that(none.collection()).empty();
    pipeline.run().waitUntilFinish();
  }

  private static String purchaseLine(Row row) {
    return String.join(
        " ",
        row.getString("id"),
        String.valueOf(row.getDecimal("price")),
        String.valueOf(row.getDateTime("placed")),
        String.valueOf(row.getLogicalTypeValue("day", LocalDate.class)),
        String.valueOf(row.getString("note")),
        Base64.getEncoder().encodeToString(row.getBytes("raw")),
        row.getString("name"));
  }

  @Test
  public void avro_isMendedOnTheWay() throws Exception {
    dead.write("0", letter("00cc", purchase("a"), "avro-registry"));
    assertThat(
        replayed(avro()[0], avro()[1], "--set=price=price * 2", "--set=note='mended'"),
        containsString("  replayed  1\n"));
    assertThat(
        lines(),
        equalTo(List.of(json("a", "3.00").replace("\"note\":null", "\"note\":\"mended\""))));
  }

  @Test
  public void withoutItsFormat_itIsRefused_andStays() throws Exception {
    dead.write("0", letter("00cc", purchase("a"), "avro-registry"), letter("00dd", JSON, "json"));
    assertThat(
        refusing(),
        containsString(
            "  replayed  1\n"
                + "  parked    0\n"
                + "  refused   1\n"
                + "            1  its payload is no JSON, which the files are of, but"
                + " avro-registry\n"
                + "                 00cc\n"));
    assertThat(replayed(avro()), containsString("  replayed  1\n"));
    assertThat(lines(), containsInAnyOrder(json("a", "1.50"), "{\"id\": 7}"));
  }

  @Test
  public void protobuf_entersItsStep() throws Exception {
    String file =
        Files.write(path("order.desc"), Base64.getDecoder().decode(PayloadFormatsTest.DESCRIPTORS))
            .toString();
    String[] message = {"--descriptors=" + file, "--message=shop.v1.Order"};
    dead.write("0", letter("00cc", new byte[] {8, 5, 18, 1, 'a'}, "protobuf"));
    dead.write("1", letter("00dd", new byte[] {0, 0, 0, 0, 1, 0, 8, 6}, "protobuf-registry"));
    assertThat(
        replayed("--id=00cc", "--format=protobuf", message[0], message[1]),
        containsString("  replayed  1\n"));
    assertThat(
        replayed("--id=00dd", "--format=protobuf-registry", message[0], message[1]),
        containsString("  replayed  1\n"));

    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(FileRows.read(path("again") + "/*.jsonl").withSchema(ORDER))
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via((Row row) -> row.getInt64("id") + " " + row.getString("name"))))
        .containsInAnyOrder("5 a", "6 ");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void whatIsNoRowOfAStep_isRefused() throws Exception {
    byte[] unknown = purchase("a");
    unknown[4] = 99;
    dead.write("0", letter("00cc", unknown, "avro-registry"));
    dead.write("1", letter("00dd", purchase("a"), "debezium-avro-registry"));
    assertThat(
        refusing(avro()),
        containsString(
            "  refused   2\n"
                + "            1  it is a change of a database, and not the row that a step takes:"
                + " replay it to a topic\n"
                + "                 00dd\n"
                + "            1  its payload cannot be edited: the registry has no schema of the"
                + " id 99\n"
                + "                 00cc\n"));
    assertThat(lines(), empty());
  }
}
