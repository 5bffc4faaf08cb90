package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Everything that can be wrong with a policy is said with its line, and all of it at once. */
public class MaskPolicyErrorsTest {

  private static final Schema ADDRESS = Schema.builder().addStringField("zip").build();
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("email")
          .addInt64Field("age")
          .addNullableField("born", FieldType.DATETIME)
          .addRowField("address", ADDRESS)
          .addArrayField("phones", FieldType.STRING)
          .build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void allErrors_ofFileAndSchema_areToldAtOnceInTheirOrder() {
    MaskPolicy policy =
        Policies.of(
            "keys:",
            "  customers: env:CUSTOMER_KEY",
            "fields:",
            "  emial: { technique: hash, key: customers }",
            "  age: { technique: hash, key: customers }",
            "  email: { technique: hash, key: custmers }",
            "  address.zip: hsah",
            "strct: true");
    assertThat(
        Policies.refusal(policy, SCHEMA),
        equalTo(
            String.join(
                "\n",
                "p.yaml: 5 errors",
                "  line 5: fields: there is no field 'emial'. Did you mean 'email'? Fields: email,"
                    + " age, born, address, phones",
                "  line 6: hash('age'): hash is for STRING, BYTES, but the field is of type INT64."
                    + " Convert it to a text before.",
                "  line 7: hash: key must be the name of a key, but there is none of the name that"
                    + " it has. Did you mean 'customers'? Keys: customers",
                "  line 8: there is no technique 'hsah'. Did you mean 'hash'? Techniques: redact,"
                    + " nullify, keep_first, keep_last, mask_pattern, truncate, hash, tokenize,"
                    + " encrypt, preserve_format, shift_days, generalize, scrub, keep",
                "  line 9: there is no setting 'strct' here. Did you mean 'strict'? Settings: version,"
                    + " keys, fields, tags, strict, dead_letters,"
                    + " expectations, tables, error_threshold")));
  }

  @Test
  public void errors_ofOneUse_areNotThoseOfAnother() {
    MaskPolicy policy = Policies.of("fields:", "  zip: redact");
    assertThat(Policies.error(policy, SCHEMA), containsString("there is no field 'zip'"));
    assertThat(policy.toMask(ADDRESS).stepName(), equalTo("Mask"));
  }

  @Test
  public void load_namesItsFile() throws IOException {
    Path file = folder.newFile("people.yaml").toPath();
    Files.writeString(file, "version: 1\nfields: { x: redact }\n");
    assertThat(
        Policies.refusal(MaskPolicy.load(file), SCHEMA),
        startsWith(file + ": 1 error\n  line 2: "));
    assertThat(MaskPolicy.load(file.toString()).toString(), equalTo(file.toString()));
  }

  @Test
  public void load_fileThatCannotBeRead_isRefused() throws IOException {
    Path missing = folder.getRoot().toPath().resolve("missing.yaml");
    assertThat(loadRefusal(missing), equalTo(missing + ": there is no such file."));
    Path latin = folder.newFile().toPath();
    Files.write(latin, new byte[] {'a', (byte) 0xE9});
    assertThat(loadRefusal(latin), equalTo(latin + ": the file must be in UTF-8, but is not."));
    Path broken = folder.newFile().toPath();
    Files.writeString(broken, "fields: {\n");
    assertThat(loadRefusal(broken), containsString("this is no YAML"));
  }

  @Test
  public void version_isRequiredAndKnown() {
    assertThat(
        Policies.refusal(MaskPolicy.parse("fields: { email: redact }"), SCHEMA),
        equalTo("mask policy: 1 error\n  line 1: version is missing: version: 1"));
    assertThat(
        Policies.refusal(MaskPolicy.parse("version: 2\nfields: { email: redact }"), SCHEMA),
        containsString("line 1: version must be 1, but is 2, which this release does not know."));
  }

  @Test
  public void policy_withoutFieldsAndTags_isRefused() {
    assertThat(
        Policies.error(Policies.of("strict: false"), SCHEMA),
        startsWith("line 1: the policy must have fields or tags, but has neither."));
  }

  @Test
  public void load_ofAFolder_isRefused() {
    Path directory = folder.getRoot().toPath();
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> MaskPolicy.load(directory)).getMessage(),
        equalTo(directory + ": this is a folder, not a file."));
  }

  @Test
  public void sectionsOfExpectations_areLeftAlone() {
    MaskPolicy policy =
        Policies.of(
            "expectations: [{name: a, expression: age > 0}]",
            "tables: {}",
            "error_threshold: {count: 1}",
            "fields: { email: redact }");
    assertThat(policy.toMask(SCHEMA).outputSchema(SCHEMA), equalTo(SCHEMA));
    assertThat(
        Policies.error(Policies.of("fields: { email: redact }", "expectation: []"), SCHEMA),
        startsWith("line 3: there is no setting 'expectation' here. Did you mean 'expectations'?"));
  }

  @Test
  public void textFields_areThoseWithATechniqueOnText() {
    MaskPolicy policy =
        Policies.of(
            "keys: { k: env:K }",
            "fields:",
            "  email: { technique: hash, key: k }",
            "  zip: redact",
            "  'address.zip': redact",
            "  age: { technique: generalize, width: 10 }",
            "  born: nullify",
            "  name: keep",
            "  phone: { technique: keep_last, count: 2 }");
    assertThat(policy.textFields(), equalTo(Set.of("email", "zip", "phone")));
  }

  @Test
  public void policy_thatMasksNothing_isRefused() {
    assertThat(
        Policies.error(Policies.of("fields: { email: keep }"), SCHEMA),
        equalTo(
            "line 1: nothing in this schema is masked. Its fields are: [email, age, born, address.zip,"
                + " phones[*]]"));
  }

  @Test
  public void technique_thatIsNone_isRefused() {
    assertThat(
        fieldError("email", "7"),
        equalTo(
            "line 3: expected a technique, such as redact or { technique: keep_last, count: 4 }, but"
                + " this is a whole number."));
    assertThat(fieldError("email", "[redact]"), containsString("but this is a list."));
    assertThat(fieldError("email", ""), containsString("but this is empty."));
    assertThat(fieldError("email", "{ text: x }"), containsString("line 3: technique is missing."));
    assertThat(
        fieldError("email", "preserveFormat"), containsString("Did you mean 'preserve_format'?"));
  }

  @Test
  public void path_thatIsNoneOrTwice_isRefused() {
    assertThat(
        Policies.error(Policies.of("fields:", "  'a..b': redact"), SCHEMA),
        startsWith("line 3: field path 'a..b': expected a field name at position 3."));
    assertThat(
        Policies.error(Policies.of("fields:", "  email: redact", "  '`email`': redact"), SCHEMA),
        equalTo("line 4: the field '`email`' is there already, in line 3."));
    assertThat(
        Policies.error(Policies.of("fields:", "  email: redact", "  email: redact"), SCHEMA),
        equalTo("line 4: the key 'email' is there already, in line 3."));
  }

  @Test
  public void path_ofAnotherKind_isRefused() {
    assertThat(fieldError("phones", "redact"), containsString("line 3: redact('phones')"));
    assertThat(fieldError("email.x", "redact"), containsString("'email' is of type STRING"));
    assertThat(
        fieldError("address.zp", "redact"),
        containsString("there is no field 'zp'. Did you mean 'zip'?"));
  }

  @Test
  public void paths_thatOverlap_areRefused() {
    assertThat(
        Policies.error(
            Policies.of("fields:", "  address.zip: redact", "  address: nullify"), SCHEMA),
        containsString(
            "line 4: 'address' and 'address.zip', line 3, are for the same values. Leave one out,"
                + " or say in fields what becomes of each field in it."));
  }

  @Test
  public void unknownSetting_hasTheNearestOne() {
    assertThat(
        fieldError("email", "{ technique: redact, txt: x }"),
        equalTo(
            "line 3: there is no setting 'txt' here. Did you mean 'text'? Settings: technique,"
                + " text, number"));
  }

  @Test
  public void settings_thatAreMissing_areNamed() {
    assertThat(
        fieldError("email", "keep_first"),
        equalTo(
            "line 3: keep_first must have count, a whole number: { technique: keep_first, count:"
                + " ... }"));
    assertThat(fieldError("email", "keep_last"), containsString("keep_last must have count"));
    assertThat(fieldError("email", "truncate"), containsString("truncate must have count"));
    String pattern = fieldError("email", "mask_pattern");
    assertThat(pattern, containsString("mask_pattern must have pattern, a text"));
    assertThat(pattern, containsString("mask_pattern must have replacement, a text"));
    String shift = fieldError("born", "shift_days");
    assertThat(shift, containsString("shift_days must have max_days, a whole number"));
    assertThat(shift, containsString("shift_days must have subject, a text"));
    assertThat(shift, containsString("shift_days: it must have key, the name of a key."));
    assertThat(
        fieldError("email", "{ technique: generalize }"),
        equalTo(
            "line 3: generalize: there must be one of width, starting_at, to, prefix, but there is"
                + " none."));
    assertThat(
        fieldError("email", "generalize"),
        containsString("there must be one of width, starting_at, to, prefix, but there is none."));
    assertThat(
        keyedError("email", "{ technique: preserve_format, key: k }"),
        containsString("there must be one of alphabet, characters, but there is none."));
    for (String technique : new String[] {"hash", "tokenize", "encrypt", "preserve_format"}) {
      assertThat(
          fieldError("email", technique),
          containsString(
              "line 3: "
                  + technique
                  + ": it must have key, the name of a key. The policy has none: add keys: { NAME:"
                  + " env:VARIABLE }"));
    }
  }

  @Test
  public void settings_ofTheWrongKind_areRefused() {
    assertThat(
        fieldError("email", "{ technique: keep_first, count: four }"),
        equalTo("line 3: count must be a whole number, but is a text."));
    assertThat(
        fieldError("email", "{ technique: keep_first, count: 1234567890123 }"),
        containsString("count must be a number that is not so large"));
    assertThat(
        fieldError("email", "{ technique: redact, text: 7 }"),
        containsString("text must be a text; put it in quotes, but is a whole number."));
    assertThat(
        keyedError("email", "{ technique: preserve_format, key: k, alphabet: digits, luhn: 1 }"),
        containsString("luhn must be true or false"));
    assertThat(
        fieldError("age", "{ technique: generalize, width: wide }"),
        equalTo("line 3: generalize: width must be a number, but is a text."));
    assertThat(
        fieldError("age", "{ technique: generalize, starting_at: [0, ten] }"),
        equalTo("line 3: generalize: starting_at must be a number, but is a text."));
    assertThat(
        fieldError("age", "{ technique: generalize, starting_at: 0 }"),
        containsString("starting_at must be a list"));
    assertThat(
        fieldError("email", "{ technique: scrub, detectors: [] }"),
        containsString("scrub: detectors must name one or more, but names none."));
    assertThat(
        fieldError("email", "{ technique: scrub, detectors: [email, 7] }"),
        containsString("expected a text, but this is a whole number."));
    assertThat(
        fieldError("email", "{ technique: scrub, patterns: [x] }"),
        containsString("patterns must be 'key: value' pairs"));
    assertThat(
        fieldError("email", "{ technique: scrub, patterns: { X: 7 } }"),
        containsString("X must be a text; put it in quotes"));
  }

  @Test
  public void settings_outOfRange_areRefusedInTheWordsOfPolicies() {
    assertThat(
        fieldError("email", "{ technique: keep_first, count: -1 }"),
        equalTo("line 3: keep_first: keep_first must keep 0 characters or more, but was told: -1"));
    assertThat(
        fieldError("email", "{ technique: keep_last, count: 1, mask_character: '**' }"),
        containsString("mask_character must be one character, but is '**'."));
    assertThat(
        fieldError("email", "{ technique: keep_last, count: 1, mask_character: '' }"),
        containsString("mask_character must be one character, but is ''."));
    assertThat(
        keyedError("email", "{ technique: hash, key: k, length: 3 }"),
        containsString("line 5: hash: length must be 8 to 64, or two values have one pseudonym"));
    assertThat(
        keyedError("email", "{ technique: hash, key: k, format: base46 }"),
        containsString("format must be one of hex, base64url, but is 'base46'"));
    assertThat(
        keyedError("email", "{ technique: hash, key: k, domain: '' }"),
        containsString("hash: domain must not be empty."));
    assertThat(
        keyedError("email", "{ technique: hash, key: k, domain: x, per_field: true }"),
        containsString("there must be domain or per_field, but there are both."));
    assertThat(
        keyedError(
            "email", "{ technique: preserve_format, key: k, alphabet: letters, luhn: true }"),
        containsString("luhn is for digits"));
    assertThat(
        keyedError("email", "{ technique: preserve_format, key: k, alphabet: digit }"),
        containsString("Did you mean 'digits'?"));
    assertThat(
        keyedError(
            "email", "{ technique: preserve_format, key: k, alphabet: digits, characters: abc }"),
        containsString(
            "there must be one of alphabet, characters, but there are alphabet, characters."));
    assertThat(
        keyedError("email", "{ technique: preserve_format, key: k, characters: aa }"),
        containsString("An alphabet must have each character once"));
    assertThat(
        keyedError(
            "email",
            "{ technique: preserve_format, key: k, alphabet: digits, tweak_field: age, domain: x }"),
        containsString("There must be domain or tweak_field, but there are both."));
    assertThat(
        keyedError("born", "{ technique: shift_days, key: k, max_days: 0, subject: email }"),
        containsString("shift_days must shift by 1 to 36525 days at most, but was told: 0"));
    assertThat(
        keyedError("email", "{ technique: encrypt, key: k, associated_field: email }"),
        containsString("associated_field must be another field than the encrypted one"));
    assertThat(
        fieldError("email", "{ technique: mask_pattern, pattern: '(', replacement: '' }"),
        containsString("mask_pattern must have a regular expression of RE2"));
    assertThat(
        fieldError("age", "{ technique: generalize, width: 0 }"),
        containsString("width must be positive, but was: 0"));
    assertThat(
        fieldError("age", "{ technique: generalize, starting_at: [2, 1] }"),
        containsString("starting_at must have numbers that ascend"));
    assertThat(
        fieldError("age", "{ technique: generalize, starting_at: [] }"),
        containsString("starting_at must have one number or more"));
    assertThat(
        fieldError("email", "{ technique: generalize, prefix: 0 }"),
        containsString("prefix must be positive, but was: 0"));
    assertThat(
        fieldError("born", "{ technique: generalize, to: week }"),
        containsString("to must be one of day, month, year, but is 'week'"));
    assertThat(
        fieldError("email", "{ technique: generalize, prefix: 1, width: 1 }"),
        containsString("but there are width, prefix."));
    assertThat(
        fieldError("email", "{ technique: scrub, detectors: [emial] }"),
        containsString(
            "there is no detector 'emial'. Did you mean 'email'? Detectors: all, none,"));
    assertThat(
        fieldError("email", "{ technique: scrub, detectors: none }"),
        containsString("the detectors must be one or more, but there is none"));
    assertThat(
        fieldError("email", "{ technique: scrub, patterns: { X: '(' } }"),
        containsString("the pattern X must be in the syntax of RE2"));
    assertThat(
        fieldError("email", "{ technique: keep, count: 1 }"),
        containsString("there is no setting 'count' here"));
  }

  @Test
  public void settings_thatDoNotFitTheSchema_areRefused() {
    assertThat(
        keyedError("born", "{ technique: shift_days, key: k, max_days: 9, subject: nobody }"),
        containsString("line 5: shift_days('born'): there is no field 'nobody'"));
    assertThat(
        fieldError("age", "{ technique: generalize, to: month }"),
        startsWith("line 3: generalize('age')"));
    assertThat(fieldError("age", "nullify"), startsWith("line 3: nullify('age')"));
  }

  @Test
  public void keys_areReferencesAndNeverShown() {
    String error =
        Policies.error(
            Policies.of("keys:", "  a: S3CRET", "  b: 7", "fields:", "  email: redact"), SCHEMA);
    assertThat(error, containsString("line 3: keys: 'a': A key is given by reference"));
    assertThat(
        error,
        containsString(
            "line 4: keys: 'b' must be a reference, such as env:NAME or file:PATH, but is a whole"
                + " number."));
    assertThat(error, not(containsString("S3CRET")));
    assertThat(
        keyedError("email", "{ technique: hash, key: S3CRET }"), not(containsString("S3CRET")));
  }

  @Test
  public void keys_settingsOfKeysets_areChecked() {
    assertThat(keyError("{ subject: age }"), containsString("line 3: reference is missing."));
    assertThat(
        keyError("{ reference: 'file:/k', subject: age }"), containsString("line 3: keys: 'k': "));
    assertThat(
        keyError("{ reference: 'file:/k', encrypted_by: S3CRET }"),
        containsString("line 3: keys: 'k': encrypted_by must be the URI of a key"));
    assertThat(
        keyError("{ reference: 'file:/k', encrypted_by: S3CRET }"), not(containsString("S3CRET")));
    assertThat(
        keyError("{ reference: 'file:/k', max_age: soon }"),
        containsString("max_age must be a duration such as PT5M, but is 'soon'."));
    assertThat(
        keyError("{ reference: 'file:/k', max_age: PT0S }"),
        containsString("max_age must be positive"));
    assertThat(
        keyError("{ reference: 'file:/k', max_aeg: PT5M }"),
        containsString("there is no setting 'max_aeg' here. Did you mean 'max_age'?"));
  }

  @Test
  public void key_usedForTwoThings_isRefused() {
    assertThat(
        Policies.error(
            Policies.of(
                "keys: { k: 'env:K' }",
                "fields:",
                "  email: { technique: hash, key: k }",
                "  address.zip: { technique: tokenize, key: k }",
                "  'phones[*]': { technique: encrypt, key: k }"),
            SCHEMA),
        equalTo(
            String.join(
                "\n",
                "line 5: tokenize: key must be a keyset for deterministic encryption, but 'k' is a"
                    + " key of bytes for hash in line 4. Use two keys.",
                "  line 6: encrypt: key must be a keyset for randomized encryption, but 'k' is a"
                    + " key of bytes for hash in line 4. Use two keys.")));
  }

  @Test
  public void keyset_whereBytesAreNeeded_isRefused() {
    assertThat(
        Policies.error(
            Policies.of(
                "keys: { k: { reference: 'file:/k', max_age: PT1M } }",
                "fields:",
                "  email: { technique: hash, key: k }"),
            SCHEMA),
        equalTo(
            "line 4: hash: key must be bytes, but this one can only be a keyset. Give it one that"
                + " is a reference and nothing else."));
  }

  @Test
  public void deadLetters_areChecked() {
    assertThat(deadLetterError("{}"), containsString("line 3: dead_letters: payload is missing"));
    assertThat(
        deadLetterError("{ payload: encript }"),
        containsString(
            "payload must be one of keep, drop, encrypt, mask, but is 'encript'. Did you mean 'encrypt'?"));
    assertThat(
        deadLetterError("{ payload: encrypt }"),
        containsString("dead_letters: it must have key, the name of a key. Keys: k, s"));
    assertThat(
        deadLetterError("{ payload: mask, unparseable: encrypt }"),
        containsString("dead_letters: it must have key, the name of a key."));
    assertThat(
        deadLetterError("{ payload: mask, unparseable: keep }"),
        containsString("unparseable must be one of drop, encrypt, but is 'keep'"));
    assertThat(
        deadLetterError("{ payload: drop, unparseable: drop }"),
        containsString("unparseable is for what cannot be masked, but nothing is masked."));
    assertThat(
        deadLetterError("{ payload: drop, scrub: all }"),
        containsString("scrub is for what is masked, but nothing is masked."));
    assertThat(
        deadLetterError("{ payload: mask, key: k }"),
        containsString("key is for what is encrypted, but nothing is encrypted."));
    assertThat(
        deadLetterError("{ payload: mask, subject_key: k }"),
        containsString("subject_key is for what is encrypted, but nothing is encrypted."));
    assertThat(
        deadLetterError("{ payload: encrypt, key: s }"), containsString("line 3: dead_letters: "));
    assertThat(
        deadLetterError("{ payload: encrypt, key: k, subject_key: k }"),
        containsString("must be one from a key with a subject"));
    assertThat(
        deadLetterError("{ payload: mask, scrub: [emial] }"),
        containsString("there is no detector 'emial'"));
    assertThat(
        deadLetterError("{ payload: mask, payloda: x }"),
        containsString("there is no setting 'payloda' here"));
  }

  @Test
  public void sections_ofTheWrongKind_areRefused() {
    assertThat(
        Policies.error(Policies.of("keys: x", "fields: { email: redact }"), SCHEMA),
        containsString("line 2: keys must be 'key: value' pairs, but is a text."));
    assertThat(
        Policies.error(Policies.of("fields: [email]"), SCHEMA),
        containsString("line 2: fields must be 'key: value' pairs, but is a list."));
    assertThat(
        Policies.error(Policies.of("tags: { pii: email }"), SCHEMA),
        containsString("line 2: pii must be 'key: value' pairs, but is a text."));
    assertThat(
        Policies.error(Policies.of("fields: { email: redact }", "strict: yes"), SCHEMA),
        containsString("line 3: strict must be true or false, but is a text."));
    assertThat(
        Policies.error(Policies.of("fields: { email: redact }", "strict: true"), SCHEMA),
        containsString("line 3: strict is about fields with tags, but the policy has no tags."));
  }

  private static String fieldError(String field, String treatment) {
    return Policies.error(Policies.of("fields:", "  " + field + ": " + treatment), SCHEMA);
  }

  /** Where there is a key, k. */
  private static String keyedError(String field, String treatment) {
    return Policies.error(
        Policies.of("keys:", "  k: env:K", "fields:", "  " + field + ": " + treatment), SCHEMA);
  }

  private static String keyError(String key) {
    return Policies.error(Policies.of("keys:", "  k: " + key, "fields: { email: redact }"), SCHEMA);
  }

  /** Where there are two keysets: k, and s for each subject. */
  private static String deadLetterError(String settings) {
    return Policies.error(
        Policies.of(
            "keys: { k: 'env:K', s: { reference: 'file:/{subject}', subject: age } }",
            "dead_letters: " + settings,
            "fields: { email: redact }"),
        SCHEMA);
  }

  private static String loadRefusal(Path file) {
    return assertThrows(IllegalArgumentException.class, () -> MaskPolicy.load(file)).getMessage();
  }
}
