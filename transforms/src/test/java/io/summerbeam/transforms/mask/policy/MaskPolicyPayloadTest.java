package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.tagged;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.PayloadPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** What a policy says of dead letters. */
public class MaskPolicyPayloadTest {

  private static final String PAYLOAD =
      "{\"id\":7,\"email\":\"anna@example.com\",\"note\":\"call bob@example.com\"}";
  private static final String BROKEN = "{\"email\":\"anna@example";

  private static final Schema SCHEMA =
      Schema.of(
          Schema.Field.of("id", FieldType.INT64),
          tagged("email", FieldType.STRING, "pii", "email"),
          Schema.Field.of("note", FieldType.STRING));

  @Rule public final KeyFiles keys = new KeyFiles();

  @Test
  public void withoutTheSection_masksAndDropsWhatCannotBe() {
    PayloadPolicy policy = Policies.of("fields: { email: redact }").payloadPolicy();
    DeadLetter masked = policy.apply(letter(PAYLOAD));
    assertThat(
        payload(masked), equalTo("{\"id\":7,\"email\":\"***\",\"note\":\"call bob@example.com\"}"));
    assertThat(masked.headers(), equalTo(Map.of()));
    assertThat(policy.apply(letter(BROKEN)).payload(), nullValue());
    assertThat(policy.keepsAll(), equalTo(false));
  }

  @Test
  public void mask_byTags_needsASchema() {
    MaskPolicy policy = Policies.of("tags: { pii: { email: redact } }");
    assertThat(
        payload(policy.payloadPolicy(SCHEMA).apply(letter(PAYLOAD))),
        containsString("\"email\":\"***\""));
    assertThat(
        assertThrows(IllegalArgumentException.class, policy::payloadPolicy).getMessage(),
        containsString(
            "line 2: to mask dead letters by tags, a schema is needed: payloadPolicy(schema)."));
  }

  @Test
  public void mask_withScrubbing_looksForMore() {
    PayloadPolicy policy =
        Policies.of("fields: { email: redact }", "dead_letters: { payload: mask, scrub: all }")
            .payloadPolicy();
    assertThat(
        payload(policy.apply(letter(PAYLOAD))),
        equalTo("{\"id\":7,\"email\":\"***\",\"note\":\"call [EMAIL]\"}"));
  }

  @Test
  public void unparseable_encrypt_encryptsWhatCannotBeMasked() {
    String key = keys.of(TestKeyset.randomized());
    PayloadPolicy policy =
        Policies.of(
                "keys: { dead: '" + key + "' }",
                "fields: { email: redact }",
                "dead_letters: { payload: mask, unparseable: encrypt, key: dead }")
            .payloadPolicy();
    assertThat(payload(policy.apply(letter(PAYLOAD))), containsString("\"email\":\"***\""));
    DeadLetter encrypted = policy.apply(letter(BROKEN));
    assertThat(encrypted.payloadFormat(), startsWith("encrypted"));
    assertThat(payload(encrypted), not(containsString("anna")));
    assertThat(
        payload(PayloadPolicies.decrypt(KeysetSource.of(key)).apply(encrypted)), equalTo(BROKEN));
  }

  @Test
  public void encrypt_encryptsAll() {
    String key = keys.of(TestKeyset.randomized());
    PayloadPolicy policy =
        Policies.of(
                "keys: { dead: '" + key + "' }",
                "fields: { email: redact }",
                "dead_letters: { payload: encrypt, key: dead }")
            .payloadPolicy();
    DeadLetter encrypted = policy.apply(letter(PAYLOAD));
    assertThat(payload(encrypted), not(containsString("anna")));
    assertThat(
        payload(PayloadPolicies.decrypt(KeysetSource.of(key)).apply(encrypted)), equalTo(PAYLOAD));
  }

  @Test
  public void encrypt_withAKeyOfTheSubject_isErasedWithIt() throws Exception {
    Path folder = keys.newFolder().toPath();
    Path own = Files.createFile(folder.resolve("7.json"));
    TestKeyset.randomized().writeTo(own);
    String key = keys.of(TestKeyset.randomized());
    String[] lines = {
      "keys:",
      "  dead: " + key,
      "  own: { reference: 'file:" + folder + "/{subject}.json', subject: id }",
      "fields: { email: redact }",
      "dead_letters: { payload: encrypt, key: dead, subject_key: own }"
    };
    DeadLetter encrypted = Policies.of(lines).payloadPolicy().apply(letter(PAYLOAD));
    KeysetSource perSubject = KeysetSource.perSubject("file:" + folder + "/{subject}.json", "id");
    assertThat(
        payload(PayloadPolicies.decrypt(KeysetSource.of(key), perSubject).apply(encrypted)),
        equalTo(PAYLOAD));
    // Not with the one for all, which is all that is left when the subject is erased.
    assertThrows(
        IllegalArgumentException.class,
        () -> PayloadPolicies.decrypt(KeysetSource.of(key)).apply(encrypted));
  }

  @Test
  public void drop_dropsAll() {
    PayloadPolicy policy =
        Policies.of("fields: { email: redact }", "dead_letters: { payload: drop }").payloadPolicy();
    assertThat(policy.apply(letter(PAYLOAD)).payload(), nullValue());
  }

  @Test
  public void keep_keepsAll() {
    PayloadPolicy policy =
        Policies.of("fields: { email: redact }", "dead_letters: { payload: keep }").payloadPolicy();
    assertThat(payload(policy.apply(letter(PAYLOAD))), equalTo(PAYLOAD));
  }

  @Test
  public void mask_whereNothingIsMasked_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { email: keep }").payloadPolicy())
            .getMessage(),
        equalTo(
            "p.yaml: dead letters are to be masked, but nothing is. Say in dead_letters what becomes"
                + " of them: payload: encrypt or drop."));
  }

  @Test
  public void errors_areTold() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of("fields: { email: redcat }").payloadPolicy())
            .getMessage(),
        containsString("line 2: there is no technique 'redcat'. Did you mean 'redact'?"));
  }

  private static DeadLetter letter(String payload) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return DeadLetter.builder()
        .setId("id")
        .setPipeline("pipeline")
        .setStep("Step")
        .setReason("malformed")
        .setMessage("message")
        .setPayload(payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setHeaders(Map.of("who", "anna"))
        .setFailureTime(now)
        .setFirstFailureTime(now)
        .setSeverity("permanent")
        .setAttempts(1)
        .build();
  }

  private static String payload(DeadLetter letter) {
    return new String(letter.payload(), StandardCharsets.UTF_8);
  }

  @Test
  public void mask_withSchema_masksWhatIsNotInIt() {
    PayloadPolicy policy = Policies.of("fields: { email: redact }").payloadPolicy(SCHEMA);
    assertThat(
        payload(
            policy.apply(
                letter(
                    "{\"id\":7,\"emial\":\"anna\",\"customer\":{\"email\":\"anna\"},\"note\":\"x\"}"))),
        equalTo("{\"id\":7,\"emial\":\"[MASKED]\",\"customer\":\"[MASKED]\",\"note\":\"x\"}"));
  }
}
