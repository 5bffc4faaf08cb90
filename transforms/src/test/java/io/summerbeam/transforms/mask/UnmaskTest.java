package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static io.summerbeam.transforms.mask.TestKey.KEY;
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
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import java.time.LocalDate;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

public class UnmaskTest {

  private static final Schema PAYMENT =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("cards", FieldType.array(FieldType.STRING))
          .addField("paid", FieldType.logicalType(SqlTypes.DATE))
          .build();

  private static final PreserveFormatRule CARDS =
      preserveFormat("cards[*]", KEY, Alphabet.DIGITS).withTweakField("id");
  private static final ShiftDaysRule PAID = shiftDays("paid", 30, "id", KEY);

  private static final Row ROW =
      Masking.row(
          PAYMENT, 5L, List.of("4111 1111 1111 1111", "123456"), LocalDate.of(2026, 11, 21));
  private static final Row NULLS = Masking.row(PAYMENT, 6L, null, LocalDate.of(2026, 1, 1));

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void whatMaskHasMade_comesBack() {
    PCollection<Row> masked = payments(ROW, NULLS).apply(Mask.fields(CARDS, PAID));
    PCollection<Row> out = masked.apply(Unmask.fields(PAID, CARDS));

    PAssert.that(out).containsInAnyOrder(ROW, NULLS);
    PAssert.that(masked)
        .satisfies(
            rows -> {
              rows.forEach(row -> assertThat(List.of(ROW, NULLS).contains(row), equalTo(false)));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void fewerRules_leaveTheOthersMasked() {
    Row masked = Masking.run(Mask.fields(CARDS, PAID), ROW);
    Row half = Masking.run(Unmask.fields(PAID), masked);
    assertThat(half.getValue(1), equalTo(masked.<Object>getValue(1)));
    assertThat(half.getValue(2), equalTo((Object) LocalDate.of(2026, 11, 21)));
  }

  @Test
  public void valueThatCannotBeUnmasked_isADeadLetter() {
    Row bad = Masking.row(PAYMENT, 7L, List.of("1"), LocalDate.of(2026, 1, 1));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          payments(Masking.run(Mask.fields(CARDS), ROW), bad)
              .apply(Unmask.fields(CARDS).withStepName("Open").withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(ROW);
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Open",
                Reason.TRANSFORM_FAILED,
                "{\"id\":7,\"cards\":[\"1\"],\"paid\":\"2026-01-01\"}"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Open/records_dead.transform_failed"), equalTo(1L));
  }

  @Test
  public void failure_saysTheRule() {
    Row bad = Masking.row(PAYMENT, 7L, List.of("1"), LocalDate.of(2026, 1, 1));
    assertThat(
        Masking.failure(Unmask.fields(CARDS), bad).message(),
        containsString("preserveFormat('cards[*]'): The text must have at least 6 characters"));
  }

  @Test
  public void subjectThatIsUnmaskedToo_isReadAsItComesIn() {
    Schema schema =
        Schema.builder()
            .addStringField("id")
            .addField("paid", FieldType.logicalType(SqlTypes.DATE))
            .build();
    PreserveFormatRule id = preserveFormat("id", KEY, Alphabet.DIGITS);
    Row in = Masking.row(schema, "1234567", LocalDate.of(2026, 11, 21));
    Row masked = Masking.run(Mask.fields(id, PAID), in);
    assertThat(masked, not(equalTo(in)));
    assertThat(Masking.run(Unmask.fields(id, PAID), masked), equalTo(in));
    assertThat(Masking.run(Unmask.fields(PAID, id), masked), equalTo(in));
    // One after the other: first what depends on the masked field.
    assertThat(
        Masking.run(Unmask.fields(id), Masking.run(Unmask.fields(PAID), masked)), equalTo(in));
  }

  @Test
  public void provenance_isCarriedAsItIs() {
    Schema schema = Provenance.addTo(Schema.builder().addStringField("f").build());
    byte[] place =
        Provenance.ofFile("f", 1, null).withPayload(new byte[] {1, 2, 3}, "json").toBytes();
    PreserveFormatRule rule = preserveFormat("f", KEY, Alphabet.DIGITS);
    Row out = Masking.run(Unmask.fields(rule), Masking.row(schema, "123456", place));
    assertThat(out.getBytes(1), equalTo(place));
  }

  @Test
  public void rulesThatDoNotFit_areRefusedAtOnce() {
    Schema schema = Schema.builder().addDoubleField("card").build();
    assertThat(
        Masking.refusal(
            Unmask.fields(
                preserveFormat("card", KEY, Alphabet.DIGITS),
                preserveFormat("cart", KEY, Alphabet.DIGITS)),
            schema),
        equalTo(
            "Unmask: not all rules fit the input:\n"
                + "- preserveFormat('card'): preserveFormat is for STRING, INT32, INT64, DECIMAL, but"
                + " the field is of type DOUBLE. Convert it to a text before.\n"
                + "- preserveFormat('cart'): there is no field 'cart'. Did you mean 'card'?"
                + " Fields: card"));
  }

  @Test
  public void settings_wrong_areRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Unmask.fields(List.<ReversibleMaskRule>of()));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Unmask.fields(PAID, PAID)).getMessage(),
        equalTo(
            "Unmask.fields() must have one rule for each value, but shiftDays('paid') and"
                + " shiftDays('paid') are for the same. What is to be done twice is done by two"
                + " steps."));
    assertThrows(IllegalArgumentException.class, () -> Unmask.fields(PAID).withStepName(""));
  }

  @Test
  public void reversible_isWhatUnmaskTakes() {
    for (MaskRule rule : List.of(CARDS, PAID, hash("id", KEY), MaskRules.redact("id"))) {
      assertThat(rule.protection().reversible(), equalTo(rule instanceof ReversibleMaskRule));
    }
  }

  @Test
  public void displayData_showsFieldsAndTechniques() {
    assertThat(
        DisplayData.from(Unmask.fields(CARDS, PAID)).items().stream()
            .map(item -> item.getKey() + "=" + item.getValue())
            .sorted()
            .toList(),
        equalTo(List.of("cards[*]=preserveFormat", "paid=shiftDays")));
  }

  private PCollection<Row> payments(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(PAYMENT));
  }
}
