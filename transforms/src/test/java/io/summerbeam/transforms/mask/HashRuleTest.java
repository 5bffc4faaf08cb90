package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.Masking.failure;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static io.summerbeam.transforms.mask.TestKey.OTHER;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.Test;

public class HashRuleTest {

  private static final String EMAIL = "bob@example.com";

  @Test
  public void text_isHmacSha256InHex() throws Exception {
    assertThat(mask(EMAIL, hash("f", KEY)), equalTo(hex(hmac("HmacSHA256", KEY.read(), EMAIL))));
    assertThat(mask("", hash("f", KEY)), equalTo(hex(hmac("HmacSHA256", KEY.read(), ""))));
    assertThat(mask(FieldType.STRING.withNullable(true), null, hash("f", KEY)), nullValue());
  }

  @Test
  public void anyText_isTakenInUtf8() throws Exception {
    for (String text : new String[] {"é", "e\u0301", "😀", "日本", "x".repeat(1_000_000)}) {
      assertThat(mask(text, hash("f", KEY)), equalTo(hex(hmac("HmacSHA256", KEY.read(), text))));
    }
    assertThat(mask("é", hash("f", KEY)), not(equalTo(mask("e\u0301", hash("f", KEY)))));
  }

  @Test
  public void sameText_isTheSameInEveryField() {
    Schema schema = Schema.builder().addStringField("a").addStringField("b").build();
    var masked =
        Masking.run(Mask.fields(hash("a", KEY), hash("b", KEY)), Masking.row(schema, EMAIL, EMAIL));
    assertThat(masked.getString("a"), equalTo(masked.getString("b")));
    assertThat(masked.getString("a"), equalTo(mask(EMAIL, hash("f", KEY))));
  }

  @Test
  public void otherKey_isAnotherPseudonym() {
    assertThat(mask(EMAIL, hash("f", KEY)), not(equalTo(mask(EMAIL, hash("f", OTHER)))));
  }

  @Test
  public void bytes_areRawBytes() throws Exception {
    byte[] masked = (byte[]) mask(FieldType.BYTES, bytes(EMAIL), hash("f", KEY));
    assertThat(masked, equalTo(hmac("HmacSHA256", KEY.read(), EMAIL)));
    byte[] shorter = (byte[]) mask(FieldType.BYTES, bytes(EMAIL), hash("f", KEY).withLength(9));
    assertThat(shorter, equalTo(Arrays.copyOf(masked, 9)));
  }

  @Test
  public void bytesOfSeveralRecords_areNotTheSameArray() {
    Schema schema = Schema.builder().addByteArrayField("a").addByteArrayField("b").build();
    var masked =
        Masking.run(
            Mask.fields(hash("a", KEY), hash("b", KEY)),
            Masking.row(schema, bytes("1"), bytes("2")));
    assertThat(masked.getBytes("a"), equalTo(mask(FieldType.BYTES, bytes("1"), hash("f", KEY))));
    assertThat(masked.getBytes("b"), equalTo(mask(FieldType.BYTES, bytes("2"), hash("f", KEY))));
  }

  @Test
  public void withBase64Url_givesThat() throws Exception {
    assertThat(
        mask(EMAIL, hash("f", KEY).withBase64Url()),
        equalTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hmac("HmacSHA256", KEY.read(), EMAIL))));
  }

  @Test
  public void withLength_isTheBeginning() {
    String hex = mask(EMAIL, hash("f", KEY));
    String base64 = mask(EMAIL, hash("f", KEY).withBase64Url());
    for (int length : new int[] {8, 9, 16, 43}) {
      assertThat(mask(EMAIL, hash("f", KEY).withLength(length)), equalTo(hex.substring(0, length)));
      assertThat(
          mask(EMAIL, hash("f", KEY).withLength(length).withBase64Url()),
          equalTo(base64.substring(0, length)));
    }
    assertThat(mask(EMAIL, hash("f", KEY).withLength(64)), equalTo(hex));
  }

  @Test
  public void withLength_outOfRange_isRefused() {
    for (int length : new int[] {-1, 0, 7, 65}) {
      assertThrows(IllegalArgumentException.class, () -> hash("f", KEY).withLength(length));
    }
    assertThat(
        refusal(FieldType.STRING, hash("f", KEY).withLength(44).withBase64Url()),
        containsString("hash('f'): withLength() must be 43 at most here, but was: 44"));
    assertThat(
        refusal(FieldType.BYTES, hash("f", KEY).withLength(33)),
        containsString("hash('f'): withLength() must be 32 at most here, but was: 33"));
  }

  @Test
  public void withDomain_isHmacWithADerivedKey() throws Exception {
    String masked = mask(EMAIL, hash("f", KEY).withDomain("crm"));
    byte[] derived = hmac("HmacSHA512", KEY.read(), "hash:crm");
    assertThat(masked, equalTo(hex(hmac("HmacSHA256", derived, EMAIL))));
    Set<String> different = new HashSet<>();
    different.add(masked);
    different.add(mask(EMAIL, hash("f", KEY)));
    different.add(mask(EMAIL, hash("f", KEY).withDomain("shop")));
    assertThat(different.size(), equalTo(3));
    assertThrows(IllegalArgumentException.class, () -> hash("f", KEY).withDomain(""));
  }

  @Test
  public void key_tooShort_isRefusedOnTheWorker() {
    Schema schema = Schema.builder().addStringField("f").build();
    Mask mask = Mask.fields(hash("f", new TestKey(3, 15)));
    assertThat(mask.outputSchema(schema), equalTo(schema));
    assertThat(
        assertThrows(IllegalStateException.class, () -> mask.open(schema)).getMessage(),
        equalTo(
            "hash('f'): the key test:3 must have 16 bytes or more, but has: 15."
                + " Make one: openssl rand -out FILE 32"));
    mask(EMAIL, hash("f", new TestKey(3, 16)));
    mask(EMAIL, hash("f", new TestKey(3, 500)));
  }

  @Test
  public void otherTypes_areRefused() {
    assertThat(
        refusal(FieldType.INT64, hash("f", KEY)),
        containsString(
            "hash('f'): hash is for STRING, BYTES, but the field is of type INT64. Convert it to a"
                + " text before."));
    assertThat(
        refusal(FieldType.BYTES, hash("f", KEY).withBase64Url()),
        containsString("Leave withBase64Url() out."));
  }

  @Test
  public void protection_keepsJoinsOnly() {
    assertThat(
        hash("f", KEY).protection(),
        equalTo(Protection.of(false, true, false, "Which values are equal.")));
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  public void halfASurrogatePair_isRefusedAndNotHashedAsAQuestionMark() {
    for (String half : new String[] {"\ud800", "a\udc00?", "Zo\u00eb\ud800"}) {
      assertThat(failure(half, hash("f", KEY)), containsString("half a surrogate pair"));
    }
    assertThat(mask("?", hash("f", KEY)), not(equalTo(mask("??", hash("f", KEY)))));
    assertThat(mask("?\ud83e\udd8a", hash("f", KEY)).length(), equalTo(64));
  }

  @Test
  public void key_thatIsAKeyset_isRefused() {
    String json = "\n {\"primaryKeyId\":1,\"key\":[{\"s3cret\":1}]}\n";
    for (String keyset : new String[] {json, "{\"encryptedKeyset\":\"s3cret s3cret\"}"}) {
      String message = refusedKey(keyset);
      assertThat(
          message, containsString("is a keyset of Tink, which is for tokenize and encrypt."));
      assertThat(message, not(containsString("s3cret")));
    }
  }

  @Test
  public void key_thatIsALineOfText_isRefused() {
    for (String line : new String[] {"0123456789abcdef\n", "0123456789 ~cdef\r\n"}) {
      String message = refusedKey(line);
      assertThat(message, containsString("must not end with a line break"));
      assertThat(message, containsString("printf"));
      assertThat(message, containsString("openssl rand -out FILE 32"));
    }
    for (String bytes : new String[] {"0123456789abcdef", "0123456789abcd\u0001\n"}) {
      mask(EMAIL, hash("f", () -> bytes(bytes)));
    }
  }

  private static String refusedKey(String key) {
    Schema schema = Schema.builder().addStringField("f").build();
    Mask mask = Mask.fields(hash("f", () -> bytes(key)));
    return assertThrows(IllegalStateException.class, () -> mask.open(schema)).getMessage();
  }
}
