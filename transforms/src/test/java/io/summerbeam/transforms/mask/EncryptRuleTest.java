package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.testing.TestKeyset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EncryptRuleTest {

  private static final Schema CUSTOMER =
      Schema.builder().addNullableField("id", FieldType.STRING).build();
  private static final Schema ORDER =
      Schema.builder()
          .addNullableField("customer", FieldType.row(CUSTOMER))
          .addInt64Field("number")
          .addByteArrayField("digest")
          .addDoubleField("price")
          .addStringField("note")
          .addArrayField("tags", FieldType.STRING)
          .build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestKeyset keyset = TestKeyset.randomized();
  private EncryptRule rule;

  @Before
  public void writeKeyset() throws Exception {
    rule = ruleOf(keyset);
  }

  @Test
  public void open_text_isBase64UrlThatComesBack() throws Exception {
    ValueMask there = rule.open(FieldType.STRING, ORDER);
    ValueMask back = rule.openInverse(FieldType.STRING, ORDER);
    for (String text :
        new String[] {"secret", "", "Zoë e\u0301 🦊", "\0\n", "x".repeat(1_000_000)}) {
      String sealed = (String) there.apply(text, order("1", 1));
      assertThat(sealed, matchesPattern("[A-Za-z0-9_-]{44,}"));
      assertThat(back.apply(sealed, order("2", 2)), equalTo(text));
    }
  }

  @Test
  public void open_bytes_areBytesThatComeBack() throws Exception {
    byte[] clear = {0, -1, 7};
    byte[] sealed = (byte[]) rule.open(FieldType.BYTES, ORDER).apply(clear, order("1", 1));
    assertThat(sealed.length, is(clear.length + 33));
    assertThat(
        (byte[]) rule.openInverse(FieldType.BYTES, ORDER).apply(sealed, order("1", 1)),
        equalTo(clear));
  }

  @Test
  public void open_equalTexts_areNotSeenToBeEqual() throws Exception {
    ValueMask there = rule.open(FieldType.STRING, ORDER);
    assertThat(
        there.apply("secret", order("1", 1)), not(equalTo(there.apply("secret", order("1", 1)))));
  }

  @Test
  public void openInverse_afterRotation_oldTextsStillOpen() throws Exception {
    String old = seal(rule, order("1", 1));
    EncryptRule rotated = ruleOf(keyset.rotated());
    assertThat(open(rotated, old, order("1", 1)), equalTo("secret"));
    String fresh = seal(rotated, order("1", 1));
    assertThrows(MaskException.class, () -> open(rule, fresh, order("1", 1)));
  }

  @Test
  public void openInverse_otherKeyOrForged_isRefusedAndNotShown() throws Exception {
    String sealed = seal(rule, order("1", 1));
    EncryptRule other = ruleOf(TestKeyset.randomized());
    String forged = (sealed.charAt(0) == 'B' ? 'g' : 'B') + sealed.substring(1);
    for (String bad : new String[] {forged, "secret", "", sealed + "AAAA"}) {
      assertThat(
          assertThrows(MaskException.class, () -> open(rule, bad, order("1", 1))).getMessage(),
          not(containsString("secret")));
    }
    assertThrows(MaskException.class, () -> open(other, sealed, order("1", 1)));
  }

  @Test
  public void withAssociatedField_movedToAnotherRecord_isUnreadable() throws Exception {
    for (String path : new String[] {"customer.id", "number", "digest"}) {
      EncryptRule bound = rule.withAssociatedField(path);
      String sealed = seal(bound, order("1", 1));
      assertThat(open(bound, sealed, order("1", 1)), equalTo("secret"));
      assertThrows(MaskException.class, () -> open(bound, sealed, order("2", 2)));
      assertThrows(MaskException.class, () -> open(rule, sealed, order("1", 1)));
    }
  }

  @Test
  public void withAssociatedField_numberAndItsText_areTheSame() throws Exception {
    String sealed = seal(rule.withAssociatedField("number"), order("x", 7));
    assertThat(
        open(rule.withAssociatedField("customer.id"), sealed, order("7", 1)), equalTo("secret"));
  }

  @Test
  public void withAssociatedField_null_isRefused() {
    EncryptRule bound = rule.withAssociatedField("customer.id");
    Row noCustomer =
        Row.withSchema(ORDER).addValues(null, 1L, new byte[] {1}, 1.0, "secret").addArray().build();
    for (Row record : new Row[] {order(null, 1), noCustomer}) {
      assertThat(
          assertThrows(MaskException.class, () -> seal(bound, record)).getMessage(),
          containsString("the field 'customer.id' is null"));
    }
  }

  @Test
  public void withAssociatedField_thatCannotBeOne_isRefused() {
    assertThat(
        refused("price"),
        equalTo(
            "encrypt 'note': withAssociatedField(): the associated field must be STRING, BYTES or"
                + " a whole number, whose values have one form each, but 'price' is DOUBLE"));
    assertThat(refused("tags[*]"), containsString("the path must lead to one value"));
    assertThat(refused("numbre"), containsString("Did you mean 'number'?"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> rule.withAssociatedField("note"))
            .getMessage(),
        containsString("must be another field than the encrypted one"));
  }

  @Test
  public void check_otherTypes_areRefused() {
    rule.check(FieldType.STRING, ORDER);
    rule.check(FieldType.BYTES, ORDER);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> rule.check(FieldType.DATETIME, ORDER))
            .getMessage(),
        containsString("encrypt 'note': values must be STRING or BYTES"));
  }

  @Test
  public void open_keysetForTokens_isRefused() throws Exception {
    EncryptRule wrong = ruleOf(TestKeyset.deterministic());
    assertThat(
        assertThrows(IllegalStateException.class, () -> wrong.open(FieldType.STRING, ORDER))
            .getMessage(),
        containsString("must hold keys for randomized encryption"));
  }

  @Test
  public void protection_saysWhatIsTold() {
    assertThat(
        rule.protection(), equalTo(Protection.of(true, false, false, "How long the values are.")));
    assertThat(rule.technique(), equalTo("encrypt"));
  }

  @Test
  public void serialized_andShown_holdsNoKey() throws Exception {
    seal(rule, order("1", 1));
    String bytes =
        new String(SerializableUtils.serializeToByteArray(rule), StandardCharsets.ISO_8859_1);
    assertThat(bytes, not(containsString(keyset.secrets().get(0))));
    assertThat(rule.toString(), not(containsString(keyset.secrets().get(0))));
  }

  private String refused(String path) {
    EncryptRule bad = rule.withAssociatedField(path);
    return assertThrows(IllegalArgumentException.class, () -> bad.check(FieldType.STRING, ORDER))
        .getMessage();
  }

  private EncryptRule ruleOf(TestKeyset other) throws Exception {
    Path file = other.writeTo(folder.newFile().toPath());
    return EncryptRule.of(FieldPath.of("note"), KeysetSource.of("file:" + file));
  }

  private static String seal(EncryptRule rule, Row record) throws MaskException {
    return (String) rule.open(FieldType.STRING, ORDER).apply("secret", record);
  }

  private static String open(EncryptRule rule, String sealed, Row record) throws MaskException {
    return (String) rule.openInverse(FieldType.STRING, ORDER).apply(sealed, record);
  }

  private static Row order(String customer, long number) {
    return Row.withSchema(ORDER)
        .addValues(
            Row.withSchema(CUSTOMER).addValue(customer).build(),
            number,
            new byte[] {(byte) number},
            1.0,
            "secret")
        .addArray()
        .build();
  }
}
