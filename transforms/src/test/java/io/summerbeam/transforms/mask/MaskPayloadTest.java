package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.DeadLetterSecrets.assertNowhere;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Original;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.validate.Validate;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class MaskPayloadTest {

  private static final String SECRET = "secret123";
  private static final String RECORD = "{\"name\":\"secret123\"}";
  private static final Map<String, String> HEADERS = Map.of("auth", "secret123");
  private static final MaskRule NAME = new StarRule("name");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private KeysetSource keyset;

  @Before
  public void writeKeyset() throws Exception {
    keyset = KeysetSource.of("file:" + TestKeyset.randomized().writeTo(folder.newFile().toPath()));
  }

  @Test
  public void mask_json_isMaskedAndWhatNoPathLeadsToIsDropped() {
    for (String format : List.of("json", "row+json")) {
      DeadLetter masked = PayloadPolicies.mask(NAME).apply(letter(RECORD, format));
      assertThat(payload(masked), equalTo("{\"name\":\"*********\"}"));
      assertThat(masked.payloadFormat(), equalTo("masked+" + format));
      assertThat(ReplayRecord.of(masked).isMasked(), equalTo(true));
      assertThat(masked.payloadSchema(), equalTo("the schema"));
      assertThat(masked.key(), nullValue());
      assertThat(masked.headers(), equalTo(Map.of()));
      assertNowhere(SECRET, masked);
    }
  }

  @Test
  public void mask_severalRules_allMask() {
    DeadLetter masked =
        PayloadPolicies.mask(NAME, new StarRule("city"))
            .apply(letter("{\"name\":\"bob\",\"city\":\"Rome\",\"x\":1}", "json"));
    assertThat(payload(masked), equalTo("{\"name\":\"***\",\"city\":\"****\",\"x\":1}"));
  }

  @Test
  public void mask_none_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> PayloadPolicies.mask(List.of()))
            .getMessage(),
        equalTo("mask() must be given one rule or more, but there is none."));
  }

  @Test
  public void mask_tokens_areThoseOfTheRecords() throws Exception {
    KeysetSource tokens =
        KeysetSource.of("file:" + TestKeyset.deterministic().writeTo(folder.newFile().toPath()));
    TokenizeRule rule = TokenizeRule.of(FieldPath.of("name"), tokens);
    DeadLetter masked = PayloadPolicies.mask(rule).apply(letter(RECORD, "json"));
    Schema schema = Schema.builder().addStringField("name").build();
    Row row = Row.withSchema(schema).addValue(SECRET).build();
    Object token = rule.open(Schema.FieldType.STRING, schema).apply(SECRET, row);
    assertThat(payload(masked), equalTo("{\"name\":\"" + token + "\"}"));
  }

  @Test
  public void mask_whatCannotBeParsed_isDropped() {
    for (DeadLetter letter : unparsable()) {
      DeadLetter masked = PayloadPolicies.mask(NAME).apply(letter);
      assertThat(masked.payload(), nullValue());
      assertThat(masked.payloadFormat(), nullValue());
      assertThat(masked.key(), nullValue());
      assertThat(masked.headers(), equalTo(Map.of()));
      assertNowhere(SECRET, masked);
    }
  }

  @Test
  public void orEncrypt_whatCannotBeParsed_isEncrypted() {
    PayloadPolicy policy = PayloadPolicies.mask(NAME).orEncrypt(keyset);
    for (DeadLetter letter : unparsable()) {
      DeadLetter masked = policy.apply(letter);
      assertNowhere(SECRET, masked);
      assertThat(PayloadPolicies.decrypt(keyset).apply(masked), equalTo(letter));
    }
  }

  @Test
  public void orEncrypt_maskedPayload_hasItsKeyAndHeadersEncrypted() {
    DeadLetter letter = letter(RECORD, "json");
    DeadLetter masked = PayloadPolicies.mask(NAME).orEncrypt(keyset).apply(letter);
    assertThat(payload(masked), equalTo("{\"name\":\"*********\"}"));
    assertThat(masked.payloadFormat(), equalTo("masked+json"));
    assertNowhere(SECRET, masked);
    DeadLetter opened = PayloadPolicies.decrypt(keyset).apply(masked);
    assertThat(opened.payloadFormat(), equalTo("masked+json"));
    assertThat(opened.key(), equalTo(letter.key()));
    assertThat(opened.headers(), equalTo(HEADERS));
    assertThat(payload(opened), equalTo("{\"name\":\"*********\"}"));
  }

  @Test
  public void orEncrypt_perSubject_usesTheSubjectsKeyset() {
    TestKeyset.randomized().writeTo(folder.getRoot().toPath().resolve("of-bob.json"));
    KeysetSource perSubject =
        KeysetSource.perSubject("file:" + folder.getRoot() + "/of-{subject}.json", "id");
    PayloadPolicy policy = PayloadPolicies.mask(NAME).orEncrypt(keyset, perSubject);
    DeadLetter letter = letter("{\"id\":\"bob\",\"name\":\"secret123\"}", "json");
    DeadLetter masked = policy.apply(letter);
    assertThat(
        PayloadPolicies.decrypt(keyset, perSubject).apply(masked).headers(), equalTo(HEADERS));
    DeadLetter ofNobody = policy.apply(letter("{\"id\":\"eve\",\"name\":\"secret123\"}", "json"));
    assertThat(payload(ofNobody), equalTo("{\"id\":\"eve\",\"name\":\"*********\"}"));
    assertThat(ofNobody.headers(), equalTo(Map.of()));
  }

  @Test
  public void mask_noPayload_staysNone() {
    DeadLetter masked =
        PayloadPolicies.mask(NAME)
            .apply(letter(RECORD, "json").toBuilder().setPayload(null).build());
    assertThat(masked.payload(), nullValue());
    assertNowhere(SECRET, masked);
  }

  @Test
  public void withScrubbing_scrubsWhatTheRulesLeave() {
    DeadLetter masked =
        PayloadPolicies.mask(NAME)
            .withScrubbing(Detectors.all())
            .apply(letter("{\"name\":\"secret123\",\"note\":\"to bob@example.com\"}", "json"));
    assertThat(payload(masked), equalTo("{\"name\":\"*********\",\"note\":\"to [EMAIL]\"}"));
  }

  @Test
  public void scrub_text_isScrubbed() {
    DeadLetter masked =
        PayloadPolicies.scrub(Detectors.all()).apply(letter("7;bob@example.com;x", "csv"));
    assertThat(payload(masked), equalTo("7;[EMAIL];x"));
    assertThat(masked.payloadFormat(), equalTo("masked+csv"));
    assertThat(masked.key(), nullValue());
  }

  @Test
  public void scrub_messageAndStackTrace_areScrubbedToo() {
    DeadLetter letter =
        letter("{}", "json").toBuilder()
            .setMessage("no bob@example.com here")
            .setStackTrace("at bob@example.com")
            .build();
    DeadLetter masked = PayloadPolicies.scrub(Detectors.all()).apply(letter);
    assertThat(masked.message(), equalTo("no [EMAIL] here"));
    assertThat(masked.stackTrace(), equalTo("at [EMAIL]"));
  }

  @Test
  public void scrub_whatIsNoText_isDropped() {
    DeadLetter letter = letter("", "csv").toBuilder().setPayload(new byte[] {-1, 'a', '@'}).build();
    assertThat(PayloadPolicies.scrub(Detectors.all()).apply(letter).payload(), nullValue());
    DeadLetter coder = letter("bob@example.com", "beam:VarIntCoder");
    assertThat(PayloadPolicies.scrub(Detectors.all()).apply(coder).payload(), nullValue());
    DeadLetter malformed = letter("{\"a\":\"bob\\u0040example.com\"", "json");
    assertThat(PayloadPolicies.scrub(Detectors.all()).apply(malformed).payload(), nullValue());
  }

  @Test
  public void scrub_noDetector_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> PayloadPolicies.scrub(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> PayloadPolicies.mask(NAME).withScrubbing(List.of()));
  }

  @Test
  public void mask_afterSerialization_works() {
    PayloadPolicy used =
        PayloadPolicies.mask(NAME).withScrubbing(Detectors.all()).orEncrypt(keyset);
    DeadLetter letter = letter(RECORD, "json");
    String masked = payload(used.apply(letter));
    assertThat(payload(SerializableUtils.clone(used).apply(letter)), equalTo(masked));
  }

  @Test
  public void exceptions_thatQuoteTheRecord_areNotQuoted() {
    for (Map.Entry<String, Throwable> each : quoting(SECRET).entrySet()) {
      assertThat(each.getKey(), each.getValue().getMessage(), containsString(SECRET));
      Failure failure =
          Failure.of(
              Reason.TRANSFORM_FAILED,
              "it failed",
              new IllegalStateException("around " + SECRET, each.getValue()));
      DeadLetter kept = failed(PayloadPolicy.keep(), failure);
      assertThat(kept.message(), equalTo("it failed (around " + SECRET + ")"));
      assertThat(kept.stackTrace(), containsString(String.valueOf(each.getValue().getMessage())));
      for (PayloadPolicy policy : policies()) {
        DeadLetter letter = failed(policy, failure);
        assertNowhere(SECRET, letter);
        // What drops all drops the stack trace, too.
        if (letter.payload() != null) {
          assertThat(letter.stackTrace(), containsString("MaskPayloadTest"));
        }
        assertThat(letter.message(), equalTo("it failed"));
      }
    }
  }

  @Test
  public void expression_thatQuotesTheRecord_isNotQuoted() {
    Schema schema = Schema.builder().addStringField("name").build();
    for (PayloadPolicy policy : policies()) {
      DeadLetters dead =
          DeadLetters.in(pipeline)
              .withName("Dead" + UUID.randomUUID())
              .withPayloadPolicy(policy)
              .withStackTraces(50)
              .collect();
      try (dead) {
        pipeline
            .apply(
                "Rows" + UUID.randomUUID(),
                Create.of(Row.withSchema(schema).addValue(SECRET).build()).withRowSchema(schema))
            .apply(
                "Validate" + UUID.randomUUID(),
                Validate.records()
                    .expect("is_number", "int(name) > 1")
                    .expect(
                        "is_number_in_java",
                        "name",
                        String.class,
                        name -> Integer.parseInt(name) > 1)
                    .withDeadLetters(dead));
      }
      PAssert.that(dead.collection())
          .satisfies(
              letters -> {
                int count = 0;
                for (DeadLetter letter : letters) {
                  assertNowhere(SECRET, letter);
                  count++;
                }
                assertThat(count, equalTo(1));
                return null;
              });
    }
    pipeline.run().waitUntilFinish();
  }

  /** What libraries say of a bad value. */
  private static Map<String, Throwable> quoting(String secret) {
    Map<String, Throwable> thrown = new HashMap<>();
    thrown.put(
        "Jackson",
        thrownBy(
            () -> {
              try (JsonParser json = new JsonFactory().createParser("{\"a\":" + secret + "}")) {
                while (json.nextToken() != null) {}
              }
            }));
    thrown.put("Integer", thrownBy(() -> Integer.parseInt(secret)));
    thrown.put("LocalDate", thrownBy(() -> LocalDate.parse(secret)));
    thrown.put("Enum", thrownBy(() -> Reason.valueOf(secret)));
    thrown.put("UUID", thrownBy(() -> UUID.fromString(secret)));
    return thrown;
  }

  private static Throwable thrownBy(ThrowingRunnable action) {
    return assertThrows(Throwable.class, action);
  }

  private List<PayloadPolicy> policies() {
    return List.of(
        PayloadPolicy.drop(),
        PayloadPolicies.encrypt(keyset),
        PayloadPolicies.mask(NAME),
        PayloadPolicies.mask(NAME).orEncrypt(keyset),
        PayloadPolicies.mask(NAME).withScrubbing(Detectors.all()));
  }

  private static DeadLetter failed(PayloadPolicy policy, Failure failure) {
    return DeadLetters.in(Pipeline.create())
        .withPayloadPolicy(policy)
        .withStackTraces(50)
        .collect()
        .factory("Step")
        .of(
            Original.of(bytes(RECORD), "json").withKey(bytes(SECRET)).withHeaders(HEADERS),
            null,
            null,
            failure);
  }

  private static List<DeadLetter> unparsable() {
    return List.of(
        letter("{\"name\":\"secret123", "json"),
        letter("secret123", "json"),
        letter("secret123;7", "csv"),
        letter("secret123", null),
        letter("secret123", "beam:StringUtf8Coder"));
  }

  private static DeadLetter letter(String payload, String format) {
    return DeadLetters.in(Pipeline.create())
        .collect()
        .factory("Step")
        .of(
            Original.of(bytes(payload), format)
                .withSchema("the schema")
                .withKey(bytes(SECRET))
                .withHeaders(HEADERS),
            null,
            null,
            Failure.of(Reason.MALFORMED, "it is malformed"));
  }

  private static String payload(DeadLetter letter) {
    return new String(letter.payload(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  public void withSchema_masksWhatIsNoFieldOfIt() {
    Schema schema = Schema.builder().addStringField("name").addInt64Field("id").build();
    DeadLetter letter = letter("{\"id\":1,\"name\":\"bob\",\"nmae\":\"secret123\"}", "row+json");
    assertThat(
        payload(PayloadPolicies.mask(NAME).apply(letter)),
        equalTo("{\"id\":1,\"name\":\"***\",\"nmae\":\"secret123\"}"));
    for (MaskPayload policy :
        List.of(
            PayloadPolicies.mask(NAME).withSchema(schema),
            PayloadPolicies.mask(NAME)
                .withSchema(schema)
                .orEncrypt(keyset)
                .withScrubbing(Detectors.all()))) {
      assertThat(
          payload(SerializableUtils.clone(policy).apply(letter)),
          equalTo("{\"id\":1,\"name\":\"***\",\"nmae\":\"[MASKED]\"}"));
    }
  }

  @Test
  public void withSchema_thatTheRulesDoNotFit_isRefused() {
    Schema schema = Schema.builder().addStringField("nam").build();
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> PayloadPolicies.mask(NAME).withSchema(schema))
            .getMessage(),
        containsString("Did you mean 'nam'?"));
  }

  @Test
  public void open_keyThatIsNotThere_fails() {
    KeySource none = KeySource.of("env:NO_SUCH_KEY");
    PayloadPolicy hashed = PayloadPolicies.mask(MaskRules.hash("name", none));
    assertThat(
        assertThrows(IllegalStateException.class, hashed::open).getMessage(),
        containsString("env:NO_SUCH_KEY"));
    PayloadPolicy encrypted = PayloadPolicies.mask(NAME).orEncrypt(KeysetSource.of(none));
    assertThrows(IllegalStateException.class, encrypted::open);
    PayloadPolicy both = PayloadPolicies.mask(NAME).orEncrypt(keyset);
    both.open();
    both.open();
    assertThat(payload(both.apply(letter(RECORD, "json"))), equalTo("{\"name\":\"*********\"}"));
  }
}
