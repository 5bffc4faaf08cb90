package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.keepLast;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.redact;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.validate.Validate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

public class MaskTest {

  private static final Schema PERSON =
      Schema.builder()
          .addStringField("email")
          .addNullableField("card", FieldType.STRING)
          .addInt64Field("age")
          .build();
  private static final Schema WITH_PROVENANCE = Provenance.addTo(PERSON);

  private static final PreserveFormatRule CARD = preserveFormat("card", KEY, Alphabet.DIGITS);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void fields_areMaskedAndTheOthersStay() {
    PCollection<Row> out =
        people(person("bob@example.com", "4111111111111111", 40), person("", null, 41))
            .apply(Mask.fields(redact("email"), keepLast("card", 4)));

    PAssert.that(out)
        .containsInAnyOrder(person("***", "************1111", 40), person("***", null, 41));
    assertThat(out.getSchema(), equalTo(PERSON));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void valueThatCannotBeMasked_isADeadLetterThatSaysTheRule() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          people(
                  person("bob@example.com", "4111111111111111", 40),
                  person("eve@example.com", "123", 41))
              .apply(Mask.fields(redact("email"), CARD).withDeadLetters(dead));
    }

    PAssert.that(out)
        .containsInAnyOrder(
            person(
                "***",
                Masking.mask("4111111111111111", preserveFormat("f", KEY, Alphabet.DIGITS)),
                40));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Mask",
                Reason.TRANSFORM_FAILED,
                "{\"email\":\"eve@example.com\",\"card\":\"123\",\"age\":41}"));
    PAssert.that(messages(dead))
        .containsInAnyOrder(
            "preserveFormat('card'): The text must have at least 6 characters of the alphabet of"
                + " 10, or too few texts are like it to hide among, but has: 3");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void deadLetters_payloadPolicy_isThatOfTheHandler() {
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(PayloadPolicy.drop()).collect();
    try (dead) {
      people(person("eve@example.com", "123", 41)).apply(Mask.fields(CARD).withDeadLetters(dead));
    }

    PAssert.thatSingleton(dead.collection())
        .satisfies(
            letter -> {
              assertThat(letter.payload(), nullValue());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noDeadLetters_failure_isThrownWithPlaceAndWithoutData() {
    pipeline
        .apply(
            Create.of(
                    Masking.row(
                        WITH_PROVENANCE,
                        "eve@example.com",
                        "77",
                        41L,
                        Provenance.ofFile("f", 9, 3L).toBytes()))
                .withRowSchema(WITH_PROVENANCE))
        .apply(Mask.fields(CARD));

    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(message, containsString("preserveFormat('card'): The text must have"));
    assertThat(message, containsString("at f line 3 (byte 9)"));
    assertThat(message, not(containsString("77")));
    assertThat(message, not(containsString("eve@")));
  }

  @Test
  public void unexpectedException_saysTheRuleAndNotTheValue() {
    // A row that does not hold what its schema says.
    Row wrong = Masking.row(PERSON, 4711L, null, 40L);
    assertThat(
        Masking.failure(Mask.fields(hash("email", KEY)), wrong).message(),
        equalTo("hash('email'): it failed with ClassCastException"));
  }

  @Test
  public void asStep_betweenOthers_isTheSame() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          people(person("a@b.de", "1", 40), person("c@d.de", "2", 17))
              .apply(
                  Steps.of(
                          Mask.fields(redact("email")),
                          Validate.records().expect("adult", "age >= 18"),
                          Mask.fields(redact("card")).withStepName("Mask cards"))
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(person("***", "***", 40));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate",
                Reason.EXPECTATION_FAILED,
                "{\"email\":\"***\",\"card\":\"2\",\"age\":17}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void provenance_isCarriedWithoutTheBytesOfTheSource() {
    Row in = read("bob@example.com");
    Row out = Masking.run(Mask.fields(redact("email")), in);
    Provenance left = Provenance.of(out);
    assertThat(left, equalTo(Provenance.ofFile("people.jsonl", 77, 3L)));
    assertThat(Provenance.of(in).payload(), equalTo(bytes("{\"email\":\"bob@example.com\"}")));
    assertThat(out.getString("email"), equalTo("***"));
  }

  @Test
  public void provenance_withoutBytesOrNone_isTheSame() {
    byte[] place = Provenance.ofFile("people.jsonl", 77, 3L).toBytes();
    Row in = Masking.row(WITH_PROVENANCE, "a", null, 40L, place);
    assertThat(Masking.run(Mask.fields(redact("email")), in).getBytes(3), equalTo(place));
    Row none = Masking.row(WITH_PROVENANCE, "a", null, 40L, null);
    assertThat(Masking.run(Mask.fields(redact("email")), none).getBytes(3), nullValue());
  }

  @Test
  public void provenance_bytes_areTakenOutEvenIfNoValueChanges() {
    Row in = read("nothing to find");
    Mask mask = Mask.fields(MaskRules.maskPattern("email", "@", "*"));
    assertThat(
        Masking.run(mask, in).getBytes(3),
        equalTo(Provenance.ofFile("people.jsonl", 77, 3L).toBytes()));
  }

  @Test
  public void withSourcePayload_keepsTheBytes() {
    Row in = read("bob@example.com");
    Row out = Masking.run(Mask.fields(redact("email")).withSourcePayload(), in);
    assertThat(out.getBytes(3), equalTo(in.getBytes(3)));
    assertThat(out.getString("email"), equalTo("***"));
  }

  @Test
  public void deadLettersOfLaterSteps_haveTheMaskedRecord() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(Create.of(read("bob@example.com")).withRowSchema(WITH_PROVENANCE))
          .apply(Mask.fields(redact("email")).withDeadLetters(dead))
          .apply(Validate.records().expect("old", "age > 100").withDeadLetters(dead));
    }

    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate",
                Reason.EXPECTATION_FAILED,
                "{\"email\":\"***\",\"card\":null,\"age\":40}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void provenance_cannotBeNamed() {
    assertThat(
        Masking.refusal(Mask.fields(redact("_provenance.resource")), WITH_PROVENANCE),
        containsString("there is no field '_provenance'"));
  }

  @Test
  public void counters_areKept() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      people(person("a", "4111111111111111", 1), person("b", null, 2), person("c", "3", 3))
          .apply(Mask.fields(CARD).withStepName("Cards").withDeadLetters(dead));
    }

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(Counters.of(result, "Cards/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Cards/records_out"), equalTo(2L));
    assertThat(Counters.of(result, "Cards/records_dead.transform_failed"), equalTo(1L));
  }

  @Test
  public void ruleThatDoesNotFit_isRefusedWhenThePipelineIsBuilt() {
    PCollection<Row> input = people(person("a", null, 1));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> input.apply(Mask.fields(redact("emial"), redact("age"))))
            .getMessage(),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- redact('emial'): there is no field 'emial'. Did you mean 'email'? Fields:"
                + " email, card, age\n"
                + "- redact('age'): redact is for STRING, but the field is of type INT64. Give it"
                + " withNumber()."));
  }

  @Test
  public void ruleThatReadsWhatItMasks_isRefused() {
    assertThat(
        Masking.refusal(Mask.fields(CARD.withTweakField("card")), PERSON),
        containsString("preserveFormat('card'): it must not depend on the field that it masks."));
  }

  @Test
  public void fields_noRules_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Mask.fields(List.of())).getMessage(),
        equalTo("Mask.fields() must have one rule or more, but has none."));
  }

  @Test
  public void fields_ofAList_isTheSame() {
    assertThat(
        Mask.fields(List.of(redact("email"), CARD)).rules(),
        equalTo(Mask.fields(redact("email"), CARD).rules()));
  }

  @Test
  public void withStepName_empty_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Mask.fields(redact("email")).withStepName(""))
            .getMessage(),
        equalTo("withStepName() must not be empty."));
  }

  @Test
  public void displayData_showsFieldsAndTechniques() {
    assertThat(
        DisplayData.from(Mask.fields(redact("email"), CARD, shiftDays("seen[*]", 30, "email", KEY)))
            .items()
            .stream()
            .map(item -> item.getKey() + "=" + item.getValue())
            .sorted()
            .toList(),
        equalTo(List.of("card=preserveFormat", "email=redact", "seen[*]=shiftDays")));
  }

  private static Row read(String email) {
    return Masking.row(
        WITH_PROVENANCE,
        email,
        null,
        40L,
        Provenance.ofFile("people.jsonl", 77, 3L)
            .withPayload(bytes("{\"email\":\"" + email + "\"}"), "json")
            .toBytes());
  }

  private PCollection<Row> people(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(PERSON));
  }

  private static Row person(String email, String card, long age) {
    return Row.withSchema(PERSON).addValues(email, card, age).build();
  }

  private static PCollection<String> messages(DeadLetters dead) {
    return dead.collection()
        .apply("Messages", MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
