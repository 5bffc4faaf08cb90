package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Keeps the first characters of every value and puts a mask character in the place of each other
 * one: {@code keepFirst("iban", 4)} makes {@code DE89********************}.
 *
 * <p>A value that is not longer than what is kept is masked whole, since nothing of it would be
 * masked otherwise. The empty text stays empty.
 *
 * <p>A character is a code point of Unicode. A surrogate pair is one, and never cut in two; a
 * letter and a combining mark on it are two.
 *
 * <p><b>Types.</b> STRING.
 *
 * <p><b>Protection.</b> What is kept, and the length, are there for everybody. Values that begin
 * and end differently become the same, so that nothing can be joined by them.
 */
@AutoValue
public abstract class KeepFirstRule extends MaskRule {

  private static final long serialVersionUID = 1;

  /** The default mask character. */
  public static final char MASK_CHARACTER = '*';

  KeepFirstRule() {}

  static KeepFirstRule of(FieldPath path, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "keepFirst() must keep 0 characters or more, but was told: " + count);
    }
    return new AutoValue_KeepFirstRule(path, count, MASK_CHARACTER);
  }

  /**
   * Puts this character in the place of each that is not kept. Default: {@value #MASK_CHARACTER}.
   *
   * @throws IllegalArgumentException if it is half of a surrogate pair
   */
  public KeepFirstRule withMaskCharacter(char maskCharacter) {
    if (Character.isSurrogate(maskCharacter)) {
      throw new IllegalArgumentException(
          "withMaskCharacter() must be a whole character, but was half of a surrogate pair.");
    }
    return new AutoValue_KeepFirstRule(path(), count(), maskCharacter);
  }

  @Override
  public abstract FieldPath path();

  abstract int count();

  abstract char maskCharacter();

  @Override
  public String technique() {
    return "keepFirst";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        false,
        false,
        false,
        "The length and, of longer values, the first " + count() + " characters.");
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(type, "Convert it to a text before.", TypeName.STRING);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    int kept = count();
    String mask = String.valueOf(maskCharacter());
    return (value, record) -> {
      String text = (String) value;
      int count = CodePoints.count(text);
      if (count <= kept) {
        return mask.repeat(count);
      }
      return CodePoints.first(text, kept) + mask.repeat(count - kept);
    };
  }
}
