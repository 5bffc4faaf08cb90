package io.summerbeam.transforms.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.UnmendableException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Rows in the place of the payloads that they are. */
@RunWith(JUnit4.class)
public class LetterEditAsRowsTest {

  private static final Schema ORDER =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("price", FieldType.DECIMAL)
          .addDateTimeField("at")
          .addLogicalTypeField("day", SqlTypes.DATE)
          .addByteArrayField("raw")
          .addDoubleField("rate")
          .build();

  private static final String ROW_1 =
      "{\"id\":1,\"price\":1.50,\"at\":\"2001-01-31T12:00:00Z\",\"day\":\"2001-01-31\","
          + "\"raw\":\"Af8=\",\"rate\":0.5}";

  private static final String CHANGE =
      "it is a change of a database, and not the row that a step takes: replay it to a topic";

  /** Payloads as Beam's coder writes them. */
  private static final class Coded implements PayloadEditor {

    private static final long serialVersionUID = 1;

    @Override
    public String format() {
      return "coded";
    }

    @Override
    public byte[] edit(byte[] payload, PayloadEdit edit) throws UnmendableException, IOException {
      Row row = CoderUtils.decodeFromByteArray(RowCoder.of(ORDER), payload);
      return CoderUtils.encodeToByteArray(RowCoder.of(ORDER), edit.inRow(row));
    }
  }

  /** Payloads that are JSON, or not. */
  private static final class Plain implements PayloadEditor {

    private static final long serialVersionUID = 1;

    @Override
    public String format() {
      return "json";
    }

    @Override
    public byte[] edit(byte[] payload, PayloadEdit edit) throws UnmendableException {
      return edit.inJson(payload);
    }
  }

  private static byte[] coded(long id, double rate) throws IOException {
    Row row =
        Row.withSchema(ORDER)
            .attachValues(
                id,
                new BigDecimal("1.50"),
                Instant.parse("2001-01-31T12:00:00Z"),
                LocalDate.of(2001, 1, 31),
                new byte[] {1, -1},
                rate);
    return CoderUtils.encodeToByteArray(RowCoder.of(ORDER), row);
  }

  private static DeadLetter letter(byte[] payload, String format) {
    return DeadLetter.builder()
        .setId("a")
        .setPipeline("orders")
        .setStep("Enrich")
        .setReason("lookup_miss")
        .setMessage("the key is not in the table")
        .setPayload(payload)
        .setPayloadFormat(format)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private static DeadLetter json(String payload, String format) {
    return letter(payload.getBytes(UTF_8), format);
  }

  private static LetterEdit rows() {
    return LetterEdit.none().withRowsOf(new Coded());
  }

  /** The format and the payload. */
  private static String mended(DeadLetter letter, LetterEdit edit) throws Exception {
    LetterEdit.Mended mended = edit.mend(ReplayRecord.of(letter));
    assertThat(mended.added(), empty());
    return mended.format() + " " + new String(mended.payload(), UTF_8);
  }

  private static String refusal(DeadLetter letter, LetterEdit edit) {
    return assertThrows(UnmendableException.class, () -> edit.mend(ReplayRecord.of(letter)))
        .getMessage();
  }

  @Test
  public void payloadThatIsOpened_isItsRow() throws Exception {
    for (String format : new String[] {"coded", null}) {
      DeadLetter letter = letter(coded(1, 0.5), format);
      assertThat(mended(letter, rows()), equalTo("row+json " + ROW_1));
      assertThat(mended(letter, SerializableUtils.clone(rows())), equalTo("row+json " + ROW_1));
    }
  }

  @Test
  public void fields_areSetInTheRow() throws Exception {
    DeadLetter letter = letter(coded(1, 0.5), "coded");
    assertThat(
        mended(letter, rows().set("id", "id + 6")),
        equalTo("row+json " + ROW_1.replace("\"id\":1", "\"id\":7")));
    assertThat(
        "its types are those of the schema",
        refusal(letter, rows().set("id", "'7'")),
        equalTo(
            "'id' is INT64 in the schema of its payload, but the value of its expression is STRING:"
                + " convert it in the expression"));
    assertThat(
        "without rows it is written as it was",
        LetterEdit.none()
            .withPayloads(new Coded())
            .set("id", "7")
            .mend(ReplayRecord.of(letter))
            .payload(),
        equalTo(coded(7, 0.5)));
  }

  @Test
  public void payloadThatIsJson_staysAsItIs() throws Exception {
    for (String format : List.of("json", "row+json")) {
      for (PayloadEditor any : List.of(new Coded(), new Plain())) {
        LetterEdit edit = LetterEdit.none().withRowsOf(any);
        assertThat(mended(json("{\"a\":", format), edit), equalTo(format + " {\"a\":"));
        assertThat(
            mended(json("{\"a\": 1}", format), edit.set("a", "a + 1")),
            equalTo(format + " {\"a\": 2}"));
      }
    }
  }

  @Test
  public void jsonBehindAnId_isTheJson() throws Exception {
    DeadLetter letter = json("\0\0\0\0\7{\"a\": 1}", "json-registry");
    assertThat(mended(letter, rows()), equalTo("row+json {\"a\": 1}"));
    assertThat(mended(letter, rows().set("a", "2")), equalTo("row+json {\"a\": 2}"));
    assertThat(
        refusal(json("{\"a\":1}", "json-registry"), rows()),
        equalTo("its payload has no id of a schema before its JSON"));
  }

  @Test
  public void whatDoesNotSayItsFormat_isJsonOnlyIfItIs() throws Exception {
    LetterEdit edit = LetterEdit.none().withRowsOf(new Plain());
    assertThat(mended(json("{\"a\": 1}", null), edit), equalTo("row+json {\"a\": 1}"));
    for (String none : List.of("", "[1]", "{\"a\":", "{} {}", "\0\0\0\0\1x")) {
      assertThat(refusal(json(none, null), edit), equalTo("its payload is no object of JSON"));
    }
  }

  @Test
  public void payloadOfAnotherFormat_isLeftToTheTarget() throws Exception {
    DeadLetter csv = json("1;2", "csv");
    assertThat(mended(csv, rows()), equalTo("csv 1;2"));
    assertThat(
        refusal(csv, rows().set("a", "1")),
        equalTo(
            "its payload is no JSON, but csv, and what is edited is coded: say how that is read,"
                + " to edit it"));
  }

  @Test
  public void whatIsNoRowOfAStep_isRefused() throws Exception {
    for (String format : List.of("debezium", "debezium-coded", "debezium-json-registry")) {
      assertThat(refusal(letter(coded(1, 0.5), format), rows()), equalTo(CHANGE));
    }
    assertThat(refusal(letter(null, null), rows()), equalTo("it has no payload"));
    for (double none : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThat(
          refusal(letter(coded(1, none), "coded"), rows()),
          equalTo("its payload has a number that JSON does not have: NaN, or an infinite one"));
    }
  }

  @Test
  public void recordOfALetter_isMended_alsoWhereItIsMasked() throws Exception {
    ReplayRecord row = rows().recordOf(letter(coded(1, 0.5), "masked+coded"));
    assertThat(row.payloadFormat(), equalTo("row+json"));
    assertThat(new String(row.payload(), UTF_8), equalTo(ROW_1));
    assertThat(row.headers(), equalTo(ReplayRecord.of(letter(null, null)).headers()));

    ReplayRecord asItIs = LetterEdit.none().recordOf(json("{}", "masked+json"));
    assertThat(asItIs.payloadFormat(), equalTo("json"));
    assertThat(new String(asItIs.payload(), UTF_8), equalTo("{}"));
  }

  /** A target for tests; it is not serialized. */
  private interface Target extends ReplayTarget {}

  @Test
  public void replay_deliversRows() throws Exception {
    List<String> delivered = new ArrayList<>();
    Target target =
        () ->
            new ReplayWriter() {
              @Override
              public void write(ReplayRecord record) {
                delivered.add(
                    record.headers().get("summerbeam.replay.attempts")
                        + " "
                        + record.payloadFormat()
                        + " "
                        + new String(record.payload(), UTF_8));
              }

              @Override
              public List<RefusedRecord> flush() {
                return List.of();
              }

              @Override
              public void close() {}
            };
    MemoryStore store = new MemoryStore();
    store.add(letter(coded(1, 0.5), "coded").toBuilder().setAttempts(3).build());
    store.add(json("{}", "json").toBuilder().setId("b").build());
    store.add(letter(coded(1, 0.5), "debezium-coded").toBuilder().setId("c").build());
    ReplayResult result = Replay.of(LetterFilter.all()).withEdit(rows()).run(store, target);
    assertThat(delivered, contains("3 row+json " + ROW_1, "1 json {}"));
    assertThat(result.refused(), equalTo(Map.of(CHANGE, 1L)));
  }
}
