package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.fpe.FormatPreservingCipher;
import io.summerbeam.transforms.mask.fpe.UnfitTextException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts every value into one of the same format: with {@link Alphabet#DIGITS}, a card number
 * into another number of as many digits, its blanks and dashes where they were. The characters of
 * the alphabet are encrypted together; all others stay where they are.
 *
 * <p><b>Types.</b> STRING; and with {@link Alphabet#DIGITS} the whole numbers of INT32, INT64 and
 * DECIMAL: a number becomes one of the same sign and as many digits that does not begin with 0 and
 * fits the type, by encrypting again until it is so. With the same key that is not what the text of
 * the number becomes. A DECIMAL must be of scale 0. INT16 and BYTE have too few digits.
 *
 * <p><b>What does not fit.</b> There must be a million texts of as many characters of the alphabet,
 * as the standard demands: 6 digits, 5 letters of one case. A shorter text or number, the empty
 * text, too, and one of more than {@value FormatPreservingCipher#MAX_LENGTH} chars, make the record
 * a dead letter.
 *
 * <p><b>Protection.</b> Who has not the key learns the length, the characters that are not of the
 * alphabet, the sign of a number, and which values are equal; with {@link #withTweakField} only
 * those of records where that field is equal. {@link Unmask} turns values back. A wrong key is not
 * noticed there: it gives other values of the same format, because there is no room in them for a
 * proof that they are right. Where that matters, tokenize.
 *
 * <p><b>How.</b> FF1 of NIST SP 800-38G with AES. The key has 16, 24 or 32 bytes and is used as it
 * is, so that other implementations of FF1 give the same.
 */
@AutoValue
public abstract class PreserveFormatRule extends ReversibleMaskRule {

  private static final long serialVersionUID = 1;

  PreserveFormatRule() {}

  static PreserveFormatRule of(FieldPath path, KeySource key, Alphabet alphabet) {
    return new AutoValue_PreserveFormatRule.Builder()
        .setPath(path)
        .setKey(key)
        .setAlphabet(alphabet)
        .setLuhn(false)
        .build();
  }

  /**
   * Keeps the check digit of card numbers (Luhn) right: all digits but the last are encrypted, and
   * the last one is made anew. A value whose check digit is wrong makes its record a dead letter.
   * Default: the last digit is encrypted as all others.
   *
   * @throws IllegalArgumentException if the alphabet is not {@link Alphabet#DIGITS}
   */
  public PreserveFormatRule withLuhn() {
    if (!alphabet().equals(Alphabet.DIGITS)) {
      throw new IllegalArgumentException(
          "withLuhn() is for digits, but the alphabet is: "
              + alphabet()
              + ". Give it Alphabet.DIGITS.");
    }
    return toBuilder().setLuhn(true).build();
  }

  /**
   * Encrypts the values of this field in a way of their own, so that nobody sees that a value in
   * another domain is the same. It is the tweak of FF1, in UTF-8. Default: no tweak, and all fields
   * with one key are one domain.
   *
   * @throws IllegalArgumentException if it is empty, or there is a tweak field
   */
  public PreserveFormatRule withDomain(String domain) {
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("withDomain() must not be empty.");
    }
    requireOneTweak(tweakField());
    return toBuilder().setDomain(domain).build();
  }

  /**
   * Makes the value of another field of the record the tweak of FF1, so that nobody sees that
   * values of two records are equal unless that field is: a text, bytes, or a whole number. If it
   * is null, the record is a dead letter. It is taken as the masked record has it; where it is
   * masked, too, it must not be unmasked in a step before this value is. Default: no tweak.
   *
   * @throws IllegalArgumentException if that is no path, or there is a domain
   */
  public PreserveFormatRule withTweakField(String path) {
    requireOneTweak(domain());
    return toBuilder().setTweakField(FieldPath.of(path)).build();
  }

  private static void requireOneTweak(@Nullable Object other) {
    if (other != null) {
      throw new IllegalArgumentException(
          "There must be withDomain() or withTweakField(), but there are both.");
    }
  }

  @Override
  public abstract FieldPath path();

  abstract KeySource key();

  abstract Alphabet alphabet();

  abstract boolean luhn();

  abstract @Nullable String domain();

  abstract @Nullable FieldPath tweakField();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setPath(FieldPath path);

    abstract Builder setKey(KeySource key);

    abstract Builder setAlphabet(Alphabet alphabet);

    abstract Builder setLuhn(boolean luhn);

    abstract Builder setDomain(@Nullable String domain);

    abstract Builder setTweakField(@Nullable FieldPath tweakField);

    abstract PreserveFormatRule build();
  }

  @Override
  public String technique() {
    return "preserveFormat";
  }

  @Override
  public Protection protection() {
    FieldPath tweak = tweakField();
    return Protection.of(
        true,
        tweak == null,
        true,
        "The length, the characters that are not of the alphabet, and which values are equal"
            + (tweak == null ? "." : " where '" + tweak + "' is."));
  }

  @Override
  List<FieldPath> reads() {
    FieldPath tweak = tweakField();
    return tweak == null ? List.of() : List.of(tweak);
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(
        type,
        type.getTypeName() == TypeName.INT16 || type.getTypeName() == TypeName.BYTE
            ? "It has not the digits that FF1 needs. Convert it to a text and use another technique."
            : "Convert it to a text before.",
        TypeName.STRING,
        TypeName.INT32,
        TypeName.INT64,
        TypeName.DECIMAL);
    if (NumberType.isNumber(type) && !alphabet().equals(Alphabet.DIGITS)) {
      throw unfit(type, "STRING where its alphabet is not of digits", "Give it Alphabet.DIGITS.");
    }
    FieldPath tweak = tweakField();
    if (tweak != null) {
      RecordField.check(tweak, input, this);
    }
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    FormatPreservingCipher cipher = cipher();
    return mask(type, input, cipher.minLength(), cipher::encrypt);
  }

  @Override
  ValueMask openInverse(FieldType type, Schema input) {
    FormatPreservingCipher cipher = cipher();
    return mask(type, input, cipher.minLength(), cipher::decrypt);
  }

  private ValueMask mask(
      FieldType type, Schema input, int minLength, WholeNumberMask.TextCipher cipher) {
    Tweak tweak = tweak(input);
    WholeNumberMask numbers =
        NumberType.isNumber(type)
            ? new WholeNumberMask(type.getTypeName(), minLength, cipher)
            : null;
    return (value, record) -> {
      try {
        return numbers == null
            ? cipher.apply((String) value, tweak.of(record))
            : numbers.apply(value, tweak.of(record));
      } catch (UnfitTextException e) {
        throw new MaskException(String.valueOf(e.getMessage()));
      }
    };
  }

  private FormatPreservingCipher cipher() {
    byte[] secret = RawKey.ofAes(this, key());
    return luhn()
        ? FormatPreservingCipher.withCheckDigit(secret)
        : FormatPreservingCipher.of(secret, alphabet());
  }

  private Tweak tweak(Schema input) {
    FieldPath field = tweakField();
    if (field != null) {
      return RecordField.open(field, input)::bytes;
    }
    String domain = domain();
    byte[] fixed = (domain == null ? "" : domain).getBytes(StandardCharsets.UTF_8);
    return record -> fixed;
  }

  /** The tweak for the values of a record. */
  private interface Tweak {
    byte[] of(Row record) throws MaskException;
  }
}
