package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Puts one fixed text in the place of every value, of the empty text, too.
 *
 * <p><b>Types.</b> STRING. What is no text can be {@linkplain MaskRules#nullify nullified}.
 *
 * <p><b>Protection.</b> Nothing is left of the value, not even its length. Only null stays null.
 */
@AutoValue
public abstract class RedactRule extends MaskRule {

  private static final long serialVersionUID = 1;

  /** The default text. */
  public static final String TEXT = "***";

  RedactRule() {}

  static RedactRule of(FieldPath path) {
    return new AutoValue_RedactRule(path, TEXT);
  }

  /** Puts this text there. Default: {@value #TEXT}. */
  public RedactRule withText(String text) {
    return new AutoValue_RedactRule(path(), text);
  }

  @Override
  public abstract FieldPath path();

  abstract String text();

  @Override
  public String technique() {
    return "redact";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, false, false, "Whether there is a value.");
  }

  @Override
  void check(FieldType type, Schema input) {
    requireType(
        type,
        Boolean.TRUE.equals(type.getNullable())
            ? "It can be null: use nullify."
            : "Make it nullable and use nullify.",
        TypeName.STRING);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    String text = text();
    return (value, record) -> text;
  }
}
