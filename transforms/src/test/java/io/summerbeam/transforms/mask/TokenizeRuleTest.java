package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.testing.TestKeyset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class TokenizeRuleTest {

  private static final Schema PERSON =
      Schema.builder()
          .addNullableField("id", FieldType.STRING)
          .addInt64Field("number")
          .addStringField("email")
          .build();

  private static final List<String> TEXTS =
      List.of(
          "bob@example.com",
          "",
          " ",
          "Zoë",
          "e\u0301",
          "🦊👩‍👩‍👧",
          "line\nline\0",
          "=?&",
          "x".repeat(1_000_000));

  /** The letters of base64 whose first bit is 0. */
  private static final String FIRST_HALF = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestKeyset keyset = TestKeyset.deterministic();
  private Path file;
  private TokenizeRule rule;

  @Before
  public void writeKeyset() throws Exception {
    file = keyset.writeTo(folder.newFile().toPath());
    rule = TokenizeRule.of(FieldPath.of("email"), KeysetSource.of("file:" + file));
  }

  @Test
  public void open_text_isBase64UrlThatComesBack() throws Exception {
    ValueMask there = rule.open(FieldType.STRING, PERSON);
    ValueMask back = rule.openInverse(FieldType.STRING, PERSON);
    for (String text : TEXTS) {
      String token = (String) there.apply(text, person("1"));
      assertThat(token, matchesPattern("[A-Za-z0-9_-]{28,}"));
      assertThat(back.apply(token, person("1")), equalTo(text));
    }
  }

  @Test
  public void open_bytes_areBytesThatComeBack() throws Exception {
    ValueMask there = rule.open(FieldType.BYTES, PERSON);
    ValueMask back = rule.openInverse(FieldType.BYTES, PERSON);
    for (byte[] bytes : new byte[][] {{}, {0}, {-1, 127, -128}, new byte[100_000]}) {
      byte[] token = (byte[]) there.apply(bytes, person("1"));
      assertThat(token.length, is(bytes.length + 21));
      assertThat((byte[]) back.apply(token, person("1")), equalTo(bytes));
    }
  }

  @Test
  public void open_equalTexts_areEqualTokensInAllFieldsAndOnAllWorkers() throws Exception {
    TokenizeRule elsewhere =
        SerializableUtils.clone(
            TokenizeRule.of(FieldPath.of("id"), KeysetSource.of("file:" + file)));
    assertThat(
        elsewhere.open(FieldType.STRING, PERSON).apply("Zoë", person("1")),
        equalTo(rule.open(FieldType.STRING, PERSON).apply("Zoë", person("2"))));
    assertThat(tokenOf(rule, "Zoë"), not(equalTo(tokenOf(rule, "Zoe"))));
  }

  @Test
  public void withDomain_keepsTokensApart() throws Exception {
    TokenizeRule mails = rule.withDomain("mail");
    String token = tokenOf(mails, "Zoë");
    assertThat(token, equalTo(tokenOf(mails, "Zoë")));
    assertThat(token, not(equalTo(tokenOf(rule, "Zoë"))));
    assertThat(token, not(equalTo(tokenOf(rule.withDomain("names"), "Zoë"))));
    assertThat(textOf(mails, token), equalTo("Zoë"));
    assertThrows(MaskException.class, () -> textOf(rule, token));
  }

  @Test
  public void withDomain_empty_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> rule.withDomain("")).getMessage(),
        equalTo("withDomain() must not be empty. Leave it out for none."));
  }

  @Test
  public void openInverse_afterRotation_oldTokensStillOpen() throws Exception {
    String old = tokenOf(rule, "Zoë");
    TestKeyset both = keyset.rotated();
    TokenizeRule rotated = ruleOf(both);
    assertThat(textOf(rotated, old), equalTo("Zoë"));
    String fresh = tokenOf(rotated, "Zoë");
    assertThat(fresh, not(equalTo(old)));
    assertThat(textOf(rotated, fresh), equalTo("Zoë"));
    assertThrows(MaskException.class, () -> textOf(rule, fresh));
    assertThrows(MaskException.class, () -> textOf(ruleOf(both.withoutOldKeys()), old));
  }

  @Test
  public void openInverse_otherKeyOrForgedOrNoToken_isRefusedAndNotShown() throws Exception {
    String token = tokenOf(rule, "Zoë");
    TokenizeRule other = ruleOf(TestKeyset.deterministic());
    refused(() -> textOf(other, token));
    char[] letters = token.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      char[] forged = letters.clone();
      // The first of the six bits, because the others may be unused at the end.
      forged[i] = FIRST_HALF.indexOf(forged[i]) < 0 ? 'A' : 'g';
      refused(() -> textOf(rule, new String(forged)));
    }
    for (String bad :
        new String[] {"", "bob@example.com", "bobx", "Zoë", token + "A", " " + token}) {
      refused(() -> textOf(rule, bad));
    }
    ValueMask bytes = rule.openInverse(FieldType.BYTES, PERSON);
    byte[] sealed = (byte[]) rule.open(FieldType.BYTES, PERSON).apply(new byte[3], person("1"));
    sealed[sealed.length - 1] ^= 1;
    refused(() -> bytes.apply(sealed, person("1")));
    refused(() -> bytes.apply(Arrays.copyOf(sealed, 4), person("1")));
  }

  @Test
  public void openInverse_bytesThatWereNoText_areNotTakenForText() throws Exception {
    byte[] token = (byte[]) rule.open(FieldType.BYTES, PERSON).apply(new byte[] {-1}, person("1"));
    String message = refused(() -> textOf(rule, Base64.getUrlEncoder().encodeToString(token)));
    assertThat(message, containsString("not UTF-8"));
  }

  @Test
  public void open_halfASurrogatePair_isRefused() {
    for (String bad : new String[] {"a\ud83e", "\udd8aa", "\udd8a\ud83e"}) {
      assertThat(refused(() -> tokenOf(rule, bad)), containsString("half a surrogate pair"));
    }
  }

  @Test
  public void check_otherTypes_areRefused() {
    rule.check(FieldType.STRING, PERSON);
    rule.check(FieldType.BYTES, PERSON);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> rule.check(FieldType.INT64, PERSON))
            .getMessage(),
        equalTo(
            "tokenize 'email': values must be STRING or BYTES to be encrypted, but are INT64."
                + " Convert them before."));
  }

  @Test
  public void open_keysetForEncrypting_isRefused() throws Exception {
    TokenizeRule wrong = ruleOf(TestKeyset.randomized());
    assertThat(
        assertThrows(IllegalStateException.class, () -> wrong.open(FieldType.STRING, PERSON))
            .getMessage(),
        containsString("must hold keys for deterministic encryption"));
  }

  @Test
  public void perSubject_tokensOpenWithTheKeysetOfTheirSubjectOnly() throws Exception {
    TokenizeRule bySubject = bySubject("id");
    ValueMask there = bySubject.open(FieldType.STRING, PERSON);
    ValueMask back = bySubject.openInverse(FieldType.STRING, PERSON);
    writeKeysetOf("bob");
    writeKeysetOf("ann");
    String bobs = (String) there.apply("Zoë", person("bob"));
    assertThat(there.apply("Zoë", person("bob")), equalTo(bobs));
    assertThat(there.apply("Zoë", person("ann")), not(equalTo(bobs)));
    assertThat(back.apply(bobs, person("bob")), equalTo("Zoë"));
    refused(() -> back.apply(bobs, person("ann")));
  }

  @Test
  public void perSubject_destroyedKeyset_makesItsTokensUnreadable() throws Exception {
    TokenizeRule bySubject = bySubject("id");
    ValueMask there = bySubject.open(FieldType.STRING, PERSON);
    ValueMask back = bySubject.openInverse(FieldType.STRING, PERSON);
    Path bobsKeyset = writeKeysetOf("bob");
    writeKeysetOf("ann");
    String bobs = (String) there.apply("Zoë", person("bob"));
    String anns = (String) there.apply("Zoë", person("ann"));
    assertThat(back.apply(bobs, person("bob")), equalTo("Zoë"));

    Files.delete(bobsKeyset);
    assertThat(refused(() -> back.apply(bobs, person("bob"))), containsString("It was destroyed"));
    assertThat(refused(() -> there.apply("Zoë", person("bob"))), not(containsString("bob")));
    // Nor with a new one of the same name.
    writeKeysetOf("bob");
    refused(() -> back.apply(bobs, person("bob")));
    assertThat(back.apply(anns, person("ann")), equalTo("Zoë"));
  }

  @Test
  public void perSubject_recordWithoutSubject_isRefused() throws Exception {
    ValueMask there = bySubject("id").open(FieldType.STRING, PERSON);
    assertThat(
        refused(() -> there.apply("Zoë", person(null))), containsString("the field 'id' is null"));
    assertThat(
        refused(() -> there.apply("Zoë", person(""))), containsString("the field 'id' is empty"));
  }

  @Test
  public void perSubject_wholeNumber_isASubject() throws Exception {
    writeKeysetOf("42");
    TokenizeRule byNumber = bySubject("number");
    String token = (String) byNumber.open(FieldType.STRING, PERSON).apply("Zoë", person("1"));
    assertThat(
        byNumber.openInverse(FieldType.STRING, PERSON).apply(token, person("2")), equalTo("Zoë"));
  }

  @Test
  public void check_subjectThatIsNoField_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> bySubject("nummber").check(FieldType.STRING, PERSON))
            .getMessage(),
        containsString("tokenize 'email': there is no field 'nummber'. Did you mean 'number'?"));
  }

  @Test
  public void protection_saysWhatIsTold() throws Exception {
    assertThat(
        rule.protection(),
        equalTo(
            Protection.of(true, true, false, "Which values are equal, and how long they are.")));
    assertThat(bySubject("id").protection().reveals(), containsString("Which values of a subject"));
    assertThat(rule.technique(), equalTo("tokenize"));
    assertThat(rule.path(), equalTo(FieldPath.of("email")));
  }

  @Test
  public void serialized_andShown_holdsNoKey() throws Exception {
    tokenOf(rule, "Zoë");
    String bytes =
        new String(SerializableUtils.serializeToByteArray(rule), StandardCharsets.ISO_8859_1);
    assertThat(bytes, not(containsString(keyset.secrets().get(0))));
    assertThat(rule.toString(), equalTo("tokenize('email')"));
  }

  private TokenizeRule ruleOf(TestKeyset other) throws Exception {
    Path written = other.writeTo(folder.newFile().toPath());
    return TokenizeRule.of(FieldPath.of("email"), KeysetSource.of("file:" + written));
  }

  private TokenizeRule bySubject(String field) {
    return TokenizeRule.of(
        FieldPath.of("email"),
        KeysetSource.perSubject("file:" + folder.getRoot() + "/subject-{subject}.json", field)
            .withMaxAge(Duration.ofNanos(1)));
  }

  private Path writeKeysetOf(String subject) {
    return TestKeyset.deterministic()
        .writeTo(folder.getRoot().toPath().resolve("subject-" + subject + ".json"));
  }

  private static String tokenOf(TokenizeRule rule, String text) throws MaskException {
    return (String) rule.open(FieldType.STRING, PERSON).apply(text, person("1"));
  }

  private static String textOf(TokenizeRule rule, String token) throws MaskException {
    return (String) rule.openInverse(FieldType.STRING, PERSON).apply(token, person("1"));
  }

  private static Row person(String id) {
    return Row.withSchema(PERSON).addValues(id, 42L, "bob@example.com").build();
  }

  private static String refused(ThrowingRunnable action) {
    MaskException refused = assertThrows(MaskException.class, action);
    assertThat(refused.getMessage(), not(containsString("bob")));
    assertThat(refused.getMessage(), not(containsString("Zo")));
    return refused.getMessage();
  }

  @Test
  public void perSubject_subjectThatIsMasked_isRefused() {
    for (MaskRule other : List.of(MaskRules.hash("id", TestKey.KEY), MaskRules.redact("id"))) {
      assertThat(
          Masking.refusal(Mask.fields(bySubject("id"), other), PERSON),
          containsString(
              "tokenize('email'): 'id' says whose keyset it is and must be in clear, but "
                  + other
                  + " masks it. Leave it in clear"));
    }
    KeysetSource perId = KeysetSource.perSubject("file:/no/{subject}.json", "id");
    for (MaskRule self : List.of(MaskRules.tokenize("id", perId), MaskRules.encrypt("id", perId))) {
      assertThat(
          Masking.refusal(Mask.fields(self), PERSON),
          containsString(self + ": 'id' says whose keyset it is and must be in clear"));
    }
    assertThat(
        Mask.fields(bySubject("number"), MaskRules.hash("id", TestKey.KEY)).outputSchema(PERSON),
        equalTo(PERSON));
  }

  @Test
  public void perSubject_keysetThatCannotBeReadNow_isThrownDespiteDeadLetters() throws Exception {
    Path bobs = writeKeysetOf("bob");
    Files.setPosixFilePermissions(bobs, PosixFilePermissions.fromString("rw-r--r--"));
    Pipeline pipeline = Pipeline.create();
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      pipeline
          .apply(Create.of(person("bob")).withRowSchema(PERSON))
          .apply(Mask.fields(bySubject("id")).withDeadLetters(dead));
    }
    Exception thrown = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());
    assertThat(
        String.valueOf(thrown.getMessage()),
        containsString("The keyset of the subject cannot be read now"));
  }
}
