package io.summerbeam.transforms.deadletter;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.UnmendableException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Edits of payloads that are Rows of a schema. */
@RunWith(JUnit4.class)
public class LetterEditInRowsTest {

  private static final Schema HOME =
      Schema.builder().addStringField("zip").addNullableField("floor", FieldType.INT16).build();

  private static final Schema ORDER =
      Schema.builder()
          .addInt64Field("id")
          .addInt32Field("quantity")
          .addNullableField("price", FieldType.DECIMAL)
          .addNullableField("name", FieldType.STRING)
          .addDateTimeField("at")
          .addLogicalTypeField("day", SqlTypes.DATE)
          .addLogicalTypeField("seen", new MicrosInstant())
          .addNullableField("home", FieldType.row(HOME))
          .addArrayField("tags", FieldType.STRING)
          .build();

  private static final Row ROW =
      Row.withSchema(ORDER)
          .attachValues(
              1L,
              2,
              new BigDecimal("1.50"),
              "secret",
              Instant.parse("2001-01-31T12:00:00Z"),
              LocalDate.parse("2001-01-31"),
              java.time.Instant.parse("2001-01-31T12:00:00.123456Z"),
              home("48226", 3),
              List.of("a"));

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

  private static ReplayRecord record(Row row, String format) throws Exception {
    return ReplayRecord.of(
        DeadLetter.builder()
            .setId("a")
            .setPipeline("orders")
            .setStep("Validate")
            .setReason("expectation_failed")
            .setMessage("it is wrong")
            .setPayload(CoderUtils.encodeToByteArray(RowCoder.of(ORDER), row))
            .setPayloadFormat(format)
            .setFailureTime(Instant.EPOCH)
            .setFirstFailureTime(Instant.EPOCH)
            .build());
  }

  private static LetterEdit edit() {
    return LetterEdit.none().withPayloads(new Coded());
  }

  private static LetterEdit set(String field, String expression) {
    return edit().set(field, expression);
  }

  private static Row mended(Row row, LetterEdit edit) throws Exception {
    LetterEdit.Mended mended = edit.mend(record(row, "coded"));
    assertThat(mended.added(), empty());
    return CoderUtils.decodeFromByteArray(RowCoder.of(ORDER), mended.payload());
  }

  private static String refusal(Row row, LetterEdit edit) {
    String why =
        assertThrows(UnmendableException.class, () -> edit.mend(record(row, "coded"))).getMessage();
    assertThat(why, not(containsString("secret")));
    return why;
  }

  private static Row home(String zip, int floor) {
    return Row.withSchema(HOME).attachValues(zip, (short) floor);
  }

  private static Row with(Row row, String field, Object value) {
    List<Object> values = new ArrayList<>(row.getValues());
    values.set(ORDER.indexOf(field), value);
    return Row.withSchema(ORDER).attachValues(values);
  }

  private static Row with(String field, Object value) {
    return with(ROW, field, value);
  }

  @Test
  public void values_becomeOnesOfTheirFields() throws Exception {
    assertThat(mended(ROW, set("quantity", "id + 6")), equalTo(with("quantity", 7)));
    assertThat(
        mended(ROW, set("price", "price * 2")), equalTo(with("price", new BigDecimal("3.00"))));
    assertThat(mended(ROW, set("price", "3")), equalTo(with("price", new BigDecimal("3"))));
    assertThat(mended(ROW, set("name", "name + '!'")), equalTo(with("name", "secret!")));
    assertThat(mended(ROW, set("name", " null ")), equalTo(with("name", null)));
    assertThat(
        mended(ROW, set("at", "at + duration('1h')")),
        equalTo(with("at", Instant.parse("2001-01-31T13:00:00Z"))));
    assertThat(
        mended(ROW, set("at", "'2001-02-01T01:00:00+01:00'")),
        equalTo(with("at", Instant.parse("2001-02-01T00:00:00Z"))));
    assertThat(
        mended(ROW, set("day", "'2001-02-01'")), equalTo(with("day", LocalDate.of(2001, 2, 1))));
    assertThat(
        mended(ROW, set("seen", "'2001-02-01T00:00:00.000001Z'")),
        equalTo(with("seen", java.time.Instant.parse("2001-02-01T00:00:00.000001Z"))));
    assertThat(mended(ROW, set("home.floor", "quantity")), equalTo(with("home", home("48226", 2))));
    assertThat(mended(ROW, set("tags", "tags + ['b']")), equalTo(with("tags", List.of("a", "b"))));
  }

  @Test
  public void assignments_areMadeInTheirOrder() throws Exception {
    LetterEdit edit = edit().set("id", "5").set("quantity", "id * 2").set("home", "null");
    Row expected = with(with(with("id", 5L), "quantity", 10), "home", null);
    assertThat(mended(ROW, edit), equalTo(expected));
    assertThat(mended(ROW, SerializableUtils.clone(edit)), equalTo(expected));
  }

  @Test
  public void editor_takesItsFormat_andWhatDoesNotSayOne() throws Exception {
    LetterEdit edit = set("id", "5");
    byte[] expected = CoderUtils.encodeToByteArray(RowCoder.of(ORDER), with("id", 5L));
    for (String format : new String[] {"coded", "debezium-coded", null}) {
      assertThat(edit.mend(record(ROW, format)).payload(), equalTo(expected));
    }
    assertThat(
        assertThrows(UnmendableException.class, () -> edit.mend(record(ROW, "avro"))).getMessage(),
        equalTo(
            "its payload is no JSON, but avro, and what is edited is coded: say how that is read,"
                + " to edit it"));
    assertThat(
        assertThrows(UnmendableException.class, () -> edit.mend(record(ROW, "json"))).getMessage(),
        equalTo("its payload is no object of JSON"));
  }

  @Test
  public void whatDoesNotFitTheSchema_isRefusedWithoutItsData() {
    assertThat(
        refusal(ROW, set("quantiy", "1")),
        startsWith(
            "the schema of its payload: there is no field 'quantiy'. Did you mean 'quantity'?"));
    assertThat(
        refusal(ROW, set("home.zp", "'1'")),
        startsWith("the schema of its payload: in 'home': there is no field 'zp'."));
    assertThat(
        refusal(ROW, set("quantity", "idd + 1")),
        startsWith(
            "the schema of its payload does not fit set(quantity): line 1, column 1: there is no"
                + " field 'idd'"));
    assertThat(refusal(ROW, set("quantity", "idd + 1")), not(containsString("\n")));
    assertThat(
        refusal(ROW, set("quantity", "'7'")),
        equalTo(
            "'quantity' is INT32 in the schema of its payload, but the value of its expression is"
                + " STRING: convert it in the expression"));
    assertThat(
        refusal(ROW, set("name", "7")),
        equalTo(
            "'name' is STRING in the schema of its payload, but the value of its expression is"
                + " INT64: convert it in the expression"));
    assertThat(
        refusal(ROW, set("quantity", "3000000000")),
        equalTo(
            "the value of 'quantity' does not fit: 'quantity': a number outside of the range of"
                + " INT32"));
    assertThat(
        refusal(ROW, set("day", "name")),
        startsWith("the value of 'day' does not fit: 'day': a text that is no date"));
    assertThat(
        refusal(ROW, set("quantity", "null")),
        equalTo("'quantity' must have a value in the schema of its payload, but is set to null"));
    assertThat(
        refusal(with("price", null), set("price", "price * 2")),
        equalTo("the expression of 'price' has no value for its payload"));
    assertThat(
        refusal(ROW, set("id", "id / 0")),
        equalTo("the expression of 'id' has no value for its payload"));
    assertThat(
        "a time is not cut to milliseconds",
        refusal(ROW, set("at", "seen")),
        equalTo("the expression of 'at' has no value for its payload"));
    assertThat(
        refusal(with("home", null), set("home.zip", "'1'")),
        equalTo("its payload has no record that 'home.zip' could be in"));
  }
}
