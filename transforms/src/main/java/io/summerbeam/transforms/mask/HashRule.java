package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Puts a pseudonym in the place of every value: HMAC-SHA256 with a key. The same value with the
 * same key has the same pseudonym in every field, job and runner, and so does anything else that
 * computes HMAC-SHA256 of the text in UTF-8.
 *
 * <p><b>Types.</b> STRING, which becomes 64 lower-case hexadecimal digits; and BYTES, which become
 * 32 raw bytes. A pseudonym is no number: convert numbers and dates to texts before. Texts are
 * taken as they are: {@code Bob} and {@code bob}, and {@code é} in one code point and in two, are
 * different. The empty text has a pseudonym, too. A text with half a surrogate pair, which UTF-8
 * has no form for, makes its record a dead letter.
 *
 * <p><b>Protection.</b> Who has not the key learns which values are equal, and nothing else;
 * without the key nobody can try out values, which is why there is no hash without one. Who has it
 * can try out values, but not turn one back: destroy the key when pseudonyms are to be anonymous.
 * The key must have 16 bytes or more, random ones; 32 are best. Where a pseudonym is needed that
 * can be turned back, tokenize.
 *
 * <p><b>Length.</b> A shorter pseudonym may be that of two values. With n hexadecimal digits that
 * is to be expected among about 2<sup>2n</sup> values: 65,000 for 8 digits, 4 billion for 16.
 */
@AutoValue
public abstract class HashRule extends MaskRule {

  private static final long serialVersionUID = 1;

  /** The fewest characters that {@link #withLength} takes. */
  public static final int MIN_LENGTH = 8;

  private static final int HEX_LENGTH = 2 * HmacSha256.BYTES;
  private static final int BASE64_LENGTH = 43;

  HashRule() {}

  static HashRule of(FieldPath path, KeySource key) {
    return new AutoValue_HashRule.Builder().setPath(path).setKey(key).setBase64Url(false).build();
  }

  /**
   * Gives texts in the Base64 of URLs, without padding: 43 characters instead of 64. Default:
   * hexadecimal digits. It is not for BYTES.
   */
  public HashRule withBase64Url() {
    return toBuilder().setBase64Url(true).build();
  }

  /**
   * Keeps so many characters of the pseudonym of a text, or bytes of that of BYTES. Default: all.
   *
   * @throws IllegalArgumentException if it is not {@value #MIN_LENGTH} to 64
   */
  public HashRule withLength(int length) {
    if (length < MIN_LENGTH || length > HEX_LENGTH) {
      throw new IllegalArgumentException(
          "withLength() must be "
              + MIN_LENGTH
              + " to "
              + HEX_LENGTH
              + ", or two values have one pseudonym too easily, but was: "
              + length);
    }
    return toBuilder().setLength(length).build();
  }

  /**
   * Gives the values of this field pseudonyms of their own, so that nobody sees that a value in
   * another domain is the same. The key is HMAC-SHA512 of {@code hash:} and the domain then.
   * Default: all fields with one key are one domain.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public HashRule withDomain(String domain) {
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("withDomain() must not be empty.");
    }
    return toBuilder().setDomain(domain).build();
  }

  @Override
  public abstract FieldPath path();

  abstract KeySource key();

  abstract @Nullable String domain();

  abstract boolean base64Url();

  abstract @Nullable Integer length();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setPath(FieldPath path);

    abstract Builder setKey(KeySource key);

    abstract Builder setDomain(@Nullable String domain);

    abstract Builder setBase64Url(boolean base64Url);

    abstract Builder setLength(@Nullable Integer length);

    abstract HashRule build();
  }

  @Override
  public String technique() {
    return "hash";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, true, false, "Which values are equal.");
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(type, "Convert it to a text before.", TypeName.STRING, TypeName.BYTES);
    boolean bytes = type.getTypeName() == TypeName.BYTES;
    if (bytes && base64Url()) {
      throw unfit(type, "STRING where it gives Base64", "Leave withBase64Url() out.");
    }
    Integer length = length();
    if (length != null && length > fullLength(bytes)) {
      throw new IllegalArgumentException(
          this
              + ": withLength() must be "
              + fullLength(bytes)
              + " at most here, but was: "
              + length);
    }
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    byte[] secret = RawKey.ofHmac(this, key());
    String domain = domain();
    HmacSha256 hmac =
        new HmacSha256(domain == null ? secret : HmacSha256.derive(secret, "hash:" + domain));
    boolean bytes = type.getTypeName() == TypeName.BYTES;
    Integer given = length();
    int length = given == null ? fullLength(bytes) : given;
    return bytes
        ? (value, record) -> Arrays.copyOf(hmac.of((byte[]) value), length)
        : new PseudonymMask(hmac, base64Url(), length);
  }

  private int fullLength(boolean bytes) {
    if (bytes) {
      return HmacSha256.BYTES;
    }
    return base64Url() ? BASE64_LENGTH : HEX_LENGTH;
  }
}
