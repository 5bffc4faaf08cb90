package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Keeps the first characters of every value and leaves the others out. A value that is not longer
 * stays as it is.
 *
 * <p>A character is a code point of Unicode. A surrogate pair is one, and never cut in two; a
 * letter and a combining mark on it are two.
 *
 * <p><b>Types.</b> STRING.
 *
 * <p><b>Protection.</b> None for what is kept and for shorter values.
 */
@AutoValue
public abstract class TruncateRule extends MaskRule {

  private static final long serialVersionUID = 1;

  TruncateRule() {}

  static TruncateRule of(FieldPath path, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "truncate() must keep 0 characters or more, but was told: " + count);
    }
    return new AutoValue_TruncateRule(path, count);
  }

  @Override
  public abstract FieldPath path();

  abstract int count();

  @Override
  public String technique() {
    return "truncate";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        false, false, false, "The first " + count() + " characters; shorter values whole.");
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(type, "Convert it to a text before.", TypeName.STRING);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    int kept = count();
    return (value, record) -> CodePoints.first((String) value, kept);
  }
}
