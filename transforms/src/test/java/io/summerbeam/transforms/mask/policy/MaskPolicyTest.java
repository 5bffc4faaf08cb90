package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.row;
import static io.summerbeam.transforms.mask.policy.Policies.tagged;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.mask.KeysetSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

public class MaskPolicyTest {

  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addStringField("name")
          .addStringField("card")
          .addStringField("email")
          .build();

  private static final Row ANNA =
      row(SCHEMA, "1", "Anna", "4111 1111 1111 1111", "anna@example.com");

  @Rule public final KeyFiles keys = new KeyFiles();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void toMask_inAPipeline_masksAndRoutesDeadLetters() throws Exception {
    Path file = keys.newFile("people.yaml").toPath();
    Files.writeString(
        file,
        """
        version: 1
        fields:
          name: redact
          card: { technique: mask_pattern, pattern: "^4.*", replacement: VISA, match_required: true }
        """);
    MaskPolicy policy = MaskPolicy.load(file);
    PCollection<Row> people =
        pipeline.apply(
            Create.of(ANNA, row(SCHEMA, "2", "Bob", "5", "bob@example.com")).withRowSchema(SCHEMA));
    DeadLetters dead =
        DeadLetters.in(pipeline).withPayloadPolicy(policy.payloadPolicy(SCHEMA)).collect();
    PCollection<Row> masked;
    try (dead) {
      masked = people.apply(policy.toMask(people.getSchema()).withDeadLetters(dead));
    }

    PAssert.that(masked).containsInAnyOrder(row(SCHEMA, "1", "***", "VISA", "anna@example.com"));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Mask",
                Reason.TRANSFORM_FAILED,
                "{\"id\":\"2\",\"name\":\"***\",\"card\":\"[MASKED]\","
                    + "\"email\":\"bob@example.com\"}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void toUnmask_turnsBackWhatCanBe() {
    MaskPolicy policy = reversible(keys.of(TestKeyset.deterministic()), keys.ofBytes(1));
    Row masked = Policies.mask(policy, ANNA);
    assertThat(masked.getString("name"), not(equalTo("Anna")));
    assertThat(masked.getString("card"), not(equalTo(ANNA.getString("card"))));
    assertThat(
        Policies.run(policy.toUnmask(SCHEMA), masked),
        equalTo(row(SCHEMA, "1", "Anna", "4111 1111 1111 1111", "***")));
  }

  @Test
  public void withKey_takesTheKeyFromElsewhere() {
    TestKeyset tokens = TestKeyset.deterministic();
    MaskPolicy masking = reversible(keys.of(tokens), keys.ofBytes(1));
    Row masked = Policies.mask(masking, ANNA);
    // Who unmasks has other references to the same keys.
    MaskPolicy unmasking =
        reversible("env:NOT_HERE", "env:NOT_HERE_EITHER")
            .withKey("tokens", KeySource.of(keys.of(tokens)))
            .withKey("cards", KeySource.of(keys.ofBytes(1)));
    assertThat(
        Policies.run(unmasking.toUnmask(SCHEMA), masked),
        equalTo(row(SCHEMA, "1", "Anna", "4111 1111 1111 1111", "***")));
    assertThrows(
        IllegalStateException.class,
        () -> Policies.run(reversible("env:NOT_HERE", "env:NOR_HERE").toUnmask(SCHEMA), masked));
  }

  @Test
  public void withKeyset_takesTheKeysetFromElsewhere() {
    TestKeyset tokens = TestKeyset.deterministic();
    String cards = keys.ofBytes(1);
    Row masked = Policies.mask(reversible(keys.of(tokens), cards), ANNA);
    assertThat(
        Policies.run(
            reversible("env:NOT_HERE", cards)
                .withKeyset("tokens", KeysetSource.of(keys.of(tokens)))
                .toUnmask(SCHEMA),
            masked),
        equalTo(row(SCHEMA, "1", "Anna", "4111 1111 1111 1111", "***")));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    reversible("env:X", cards)
                        .withKeyset("cards", KeysetSource.of("env:Y"))
                        .toUnmask(SCHEMA))
            .getMessage(),
        containsString("key must be bytes, but this one can only be a keyset."));
  }

  @Test
  public void withKey_thatThePolicyHasNot_isRefused() {
    MaskPolicy policy = reversible("env:A", "env:B");
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> policy.withKey("token", KeySource.of("env:C")))
            .getMessage(),
        equalTo("p.yaml: there is no key 'token'. Did you mean 'tokens'? Keys: tokens, cards"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Policies.of("fields: { name: redact }")
                        .withKeyset("x", KeysetSource.of("env:C")))
            .getMessage(),
        equalTo("p.yaml: there is no key 'x'. Keys: (none)"));
  }

  @Test
  public void keysetOfASubject_isTheSubjects() throws Exception {
    Path folder = keys.newFolder().toPath();
    TestKeyset.deterministic().writeTo(Files.createFile(folder.resolve("1.json")));
    TestKeyset.deterministic().writeTo(Files.createFile(folder.resolve("2.json")));
    MaskPolicy policy =
        Policies.of(
            "keys:",
            "  own:",
            "    reference: file:" + folder + "/{subject}.json",
            "    subject: id",
            "    max_age: PT1M",
            "fields:",
            "  name: { technique: tokenize, key: own }");
    Row one = Policies.mask(policy, ANNA);
    Row two = Policies.mask(policy, row(SCHEMA, "2", "Anna", "", ""));
    assertThat(one.getString("name"), not(equalTo(two.getString("name"))));
    assertThat(Policies.run(policy.toUnmask(SCHEMA), one), equalTo(ANNA));
  }

  @Test
  public void toUnmask_whereNothingCanBeTurnedBack_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { name: redact }").toUnmask(SCHEMA))
            .getMessage(),
        equalTo(
            "p.yaml: nothing that it masks can be turned back. That can be done with tokenize,"
                + " encrypt, preserve_format and shift_days."));
  }

  @Test
  public void toUnmask_toldAllErrorsAsWell() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { nmae: redact }").toUnmask(SCHEMA))
            .getMessage(),
        containsString("line 2: fields: there is no field 'nmae'. Did you mean 'name'?"));
  }

  @Test
  public void tags_masksWhatTheSchemaOfTheCollectionHas() {
    Schema schema = Schema.of(tagged("email", FieldType.STRING, "pii", "email"));
    PCollection<Row> rows =
        pipeline.apply(Create.of(row(schema, "anna@example.com")).withRowSchema(schema));
    PAssert.that(
            rows.apply(Policies.of("tags: { pii: { email: redact } }").toMask(rows.getSchema())))
        .containsInAnyOrder(row(schema, "***"));
    pipeline.run().waitUntilFinish();
  }

  private static MaskPolicy reversible(String tokens, String cards) {
    return Policies.of(
        "keys:",
        "  tokens: " + tokens,
        "  cards: " + cards,
        "fields:",
        "  name: { technique: tokenize, key: tokens }",
        "  card: { technique: preserve_format, key: cards, alphabet: digits, luhn: true }",
        "  email: redact");
  }
}
