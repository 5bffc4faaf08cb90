package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.row;
import static io.summerbeam.transforms.mask.policy.Policies.tagged;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.OneOfType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Options of the schema decide what becomes of its fields. */
public class MaskPolicyTagsTest {

  private static final Schema CARD =
      Schema.of(tagged("number", FieldType.STRING, "pii", "card"), field("kind"));

  private static final Schema PERSON =
      Schema.of(
          tagged("email", FieldType.STRING, "pii", "email"),
          tagged("city", FieldType.STRING, "pii", "place"),
          field("team"),
          tagged("phones", FieldType.array(FieldType.STRING), "pii", "phone"),
          Schema.Field.of("cards", FieldType.array(FieldType.row(CARD))),
          tagged(
              "notes", FieldType.map(FieldType.STRING, FieldType.STRING), "health", "diagnosis"));

  private static final Row ANNA =
      row(
          PERSON,
          "anna@example.com",
          "Turku",
          "blue",
          List.of("+1 202-555-0143"),
          List.of(row(CARD, "4111", "gold")),
          Map.of("x", "fever"));

  @Test
  public void tags_areFoundAtAnyDepth() {
    MaskPolicy policy =
        Policies.of(
            "tags:",
            "  pii:",
            "    email: redact",
            "    phone: { technique: keep_last, count: 4 }",
            "    card: { technique: redact, text: CARD }",
            "  health:",
            "    diagnosis: { technique: redact, text: HEALTH }");
    assertThat(
        Policies.mask(policy, ANNA),
        equalTo(
            row(
                PERSON,
                "***",
                "Turku",
                "blue",
                List.of("***********0143"),
                List.of(row(CARD, "CARD", "gold")),
                Map.of("x", "HEALTH"))));
  }

  @Test
  public void fields_winOverTags() {
    MaskPolicy policy =
        Policies.of(
            "tags:",
            "  pii: { email: redact, phone: redact, place: redact, card: redact }",
            "fields:",
            "  email: { technique: truncate, count: 4 }",
            "  city: keep",
            "  'cards[*].number': { technique: redact, text: CARD }",
            "  'phones[*]': { technique: redact, text: PHONE }");
    assertThat(
        Policies.mask(policy, ANNA),
        equalTo(
            row(
                PERSON,
                "anna",
                "Turku",
                "blue",
                List.of("PHONE"),
                List.of(row(CARD, "CARD", "gold")),
                Map.of("x", "fever"))));
  }

  @Test
  public void field_thatHoldsTaggedOnes_winsOverTheirTags() {
    Schema schema =
        Schema.builder().addStringField("id").addNullableField("card", FieldType.row(CARD)).build();
    Row row = row(schema, "1", row(CARD, "4111", "gold"));
    assertThat(
        Policies.mask(
            Policies.of("tags: { pii: { card: redact } }", "fields: { card: nullify }"), row),
        equalTo(row(schema, "1", null)));
  }

  @Test
  public void keep_ofARow_leavesTheTagsInIt() {
    Schema schema = Schema.builder().addStringField("id").addRowField("card", CARD).build();
    Row row = row(schema, "1", row(CARD, "4111", "gold"));
    assertThat(
        Policies.mask(
            Policies.of("tags: { pii: { card: redact } }", "fields: { card: keep }"), row),
        equalTo(row(schema, "1", row(CARD, "***", "gold"))));
    assertThat(
        Policies.error(
            Policies.of("tags: { pii: {} }", "fields: { card: keep, id: redact }", "strict: true"),
            schema),
        containsString("line 4: strict: the field 'card.number' is tagged pii: card"));
  }

  @Test
  public void keep_ofARow_leavesWhatIsSaidOfAFieldInIt() {
    Schema schema = Schema.builder().addRowField("card", CARD).build();
    Row row = row(schema, row(CARD, "4111", "gold"));
    assertThat(
        Policies.mask(Policies.of("fields:", "  card: keep", "  card.kind: redact"), row),
        equalTo(row(schema, row(CARD, "4111", "***"))));
  }

  @Test
  public void tagOfARow_isForTheRow() {
    Schema schema =
        Schema.of(tagged("card", FieldType.row(CARD).withNullable(true), "pii", "payment"));
    Row row = row(schema, row(CARD, "4111", "gold"));
    assertThat(
        Policies.mask(
            Policies.of("tags: { pii: { payment: nullify, card: redact } }", "strict: true"), row),
        equalTo(row(schema, new Object[] {null})));
  }

  @Test
  public void optionsThatAreNoText_areTagsToo() {
    Schema schema =
        Schema.of(
            option("a", FieldType.BOOLEAN, true),
            option("b", FieldType.BOOLEAN, false),
            option("c", FieldType.INT64, 3L),
            option("d", FieldType.array(FieldType.STRING), List.of("x", "secret")));
    MaskPolicy policy =
        Policies.of("tags: { pii: { 'true': redact, '3': redact, secret: redact } }");
    assertThat(
        Policies.mask(policy, row(schema, "a", "b", "c", "d")),
        equalTo(row(schema, "***", "b", "***", "***")));
  }

  @Test
  public void optionThatIsNoTag_isRefusedUnlessTheFieldIsNamed() {
    Schema schema =
        Schema.of(
            option("a", FieldType.array(FieldType.STRING), List.of()),
            option("b", FieldType.BYTES, new byte[0]),
            tagged("c", FieldType.STRING, "pii", "email"));
    String tags = "tags: { pii: { email: redact } }";
    String rest =
        " must be a text, or a list of texts that is not empty, but is something else. Write"
            + " \"pii\": \"email\" in the schema, or say in fields what becomes of the field.";
    assertThat(
        Policies.refusal(Policies.of(tags), schema),
        equalTo(
            "p.yaml: 2 errors\n  line 2: tags: the option pii of the field 'a'"
                + rest
                + "\n  line 2: tags: the option pii of the field 'b'"
                + rest));
    assertThat(
        Policies.mask(
            Policies.of(tags, "fields: { a: keep, b: redact }", "strict: true"),
            row(schema, "x", "y", "z")),
        equalTo(row(schema, "x", "***", "***")));
  }

  @Test
  public void tagInsideOfALogicalType_isNeverPassedOver() {
    OneOfType choice =
        OneOfType.create(tagged("mail", FieldType.STRING, "pii", "email"), field("none"));
    Schema schema =
        Schema.of(
            Schema.Field.of("contact", FieldType.logicalType(choice).withNullable(true)),
            Schema.Field.of("at", FieldType.logicalType(SqlTypes.DATETIME)),
            field("id"));
    String sealed =
        "but it is inside of 'contact', a logical type, into which no path leads. Say in fields what"
            + " becomes of that as a whole: nullify, or keep if nothing shall.";
    assertThat(
        Policies.error(
            Policies.of("tags: { pii: {} }", "fields: { id: redact }", "strict: true"), schema),
        equalTo("line 4: strict: the field 'contact.mail' is tagged pii: email, " + sealed));
    assertThat(
        Policies.error(Policies.of("tags: { pii: { email: redact } }"), schema),
        equalTo("line 2: the field 'contact.mail' is tagged pii: email, " + sealed));
    for (String decided : List.of("keep", "nullify")) {
      MaskPolicy policy =
          Policies.of(
              "tags: { pii: { email: redact } }",
              "fields: { contact: " + decided + ", id: redact }",
              "strict: true");
      assertThat(policy.toMask(schema).outputSchema(schema), equalTo(schema));
    }
    assertThat(
        Policies.of("fields: { id: redact }").explain(schema),
        containsString("says nothing of them:\n  contact\n  at\n"));
  }

  @Test
  public void namesWithBlanks_areReached() {
    Schema schema = Schema.of(tagged("e mail", FieldType.STRING, "pii", "email"));
    assertThat(
        Policies.mask(Policies.of("tags: { pii: { email: redact } }"), row(schema, "a@b.de")),
        equalTo(row(schema, "***")));
  }

  @Test
  public void nameThatNoPathCanSay_isRefused() {
    Schema schema = Schema.of(tagged("e`mail", FieldType.STRING, "pii", "email"));
    assertThat(
        Policies.error(Policies.of("tags: { pii: { email: redact } }"), schema),
        equalTo(
            "line 2: the field 'e`mail' is tagged pii: email, but no path can be written to it: its"
                + " name is empty or has a backtick. Rename it."));
  }

  @Test
  public void provenance_isNotAField() {
    Schema schema = Provenance.addTo(Schema.of(tagged("email", FieldType.STRING, "pii", "email")));
    Row row = row(schema, "a@b.de", Provenance.ofFile("f", 0, 1L).toBytes());
    Row masked =
        Policies.mask(Policies.of("tags: { pii: { email: redact } }", "strict: true"), row);
    assertThat(masked.getString("email"), equalTo("***"));
    assertThat(Provenance.of(masked), equalTo(Provenance.of(row)));
  }

  @Test
  public void strict_fieldsWithTagsAndNoTreatment_areErrors() {
    MaskPolicy policy =
        Policies.of("tags:", "  pii: { emial: redact, place: keep, card: redact }", "strict: true");
    assertThat(
        Policies.refusal(policy, PERSON),
        equalTo(
            String.join(
                "\n",
                "p.yaml: 2 errors",
                "  line 4: strict: the field 'email' is tagged pii: email, but there is no treatment"
                    + " for that. Did you mean 'emial'? Say in tags or fields what becomes of it,"
                    + " keep if nothing shall.",
                "  line 4: strict: the field 'phones[*]' is tagged pii: phone, but there is no"
                    + " treatment for that. Say in tags or fields what becomes of it, keep if"
                    + " nothing shall.")));
  }

  @Test
  public void strict_fieldsThatAreNamed_needNoTreatmentOfTheirTag() {
    MaskPolicy policy =
        Policies.of(
            "tags: { pii: {} }",
            "fields: { email: redact, city: keep, 'phones[*]': redact, 'cards[*].number': keep }",
            "strict: true");
    assertThat(Policies.mask(policy, ANNA).getString("email"), equalTo("***"));
  }

  @Test
  public void notStrict_tagWithoutTreatment_saysNothing() {
    MaskPolicy policy = Policies.of("tags: { pii: { email: redact } }");
    assertThat(Policies.mask(policy, ANNA).getString("city"), equalTo("Turku"));
  }

  @Test
  public void schemaWithoutAnyOfTheTags_isRefused() {
    Schema schema = Schema.of(field("email"), tagged("city", FieldType.STRING, "gdpr", "place"));
    MaskPolicy policy =
        Policies.of(
            "fields: { email: redact }", "tags:", "  pii: { email: redact }", "  health: {}");
    assertThat(
        Policies.error(policy, schema),
        equalTo(
            "line 4: tags: some field of the schema must have one of the options pii, health, but"
                + " none has. Give the schema with its options, or say in fields what becomes of"
                + " each, and leave tags out."));
  }

  @Test
  public void schemaWithOneOfTheTags_isTaken() {
    Schema schema = Schema.of(field("email"), tagged("city", FieldType.STRING, "pii", "place"));
    assertThat(
        Policies.mask(
            Policies.of("fields: { email: redact }", "tags: { pii: { email: redact }, x: {} }"),
            row(schema, "a@b.de", "Turku")),
        equalTo(row(schema, "***", "Turku")));
  }

  @Test
  public void severalTagsWithTreatments_areRefusedUnlessTheFieldIsNamed() {
    Schema schema =
        Schema.of(
            field("name")
                .withOptions(
                    Schema.Options.builder()
                        .setOption("pii", FieldType.STRING, "name")
                        .setOption("health", FieldType.STRING, "patient")
                        .build()));
    String[] tags = {"tags:", "  pii: { name: redact }", "  health: { patient: nullify }"};
    assertThat(
        Policies.error(Policies.of(tags), schema),
        equalTo(
            "line 3: the field 'name' has several tags: pii: name, line 3; health: patient, line 4."
                + " Say in fields what becomes of it."));
    assertThat(
        Policies.mask(
            Policies.of(tags[0], tags[1], tags[2], "fields: { name: redact }"),
            row(schema, "Anna")),
        equalTo(row(schema, "***")));
  }

  @Test
  public void treatmentThatDoesNotFitAField_isRefusedWithTheLineOfTheTag() {
    Schema schema =
        Schema.of(
            tagged("a", FieldType.INT64, "pii", "email"),
            tagged("b", FieldType.STRING, "pii", "email"));
    assertThat(
        Policies.error(Policies.of("tags:", "  pii:", "    email: redact"), schema),
        containsString("line 4: redact('a'): redact is for STRING"));
  }

  private static Schema.Field field(String name) {
    return Schema.Field.of(name, FieldType.STRING);
  }

  private static Schema.Field option(String name, FieldType type, Object value) {
    return field(name).withOptions(Schema.Options.builder().setOption("pii", type, value).build());
  }
}
