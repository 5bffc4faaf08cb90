package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/**
 * Makes every value null.
 *
 * <p><b>Types.</b> All that can be null: a field, an element of an array or a value of a map that
 * is nullable in the schema; a whole row, array or map, too.
 *
 * <p><b>Protection.</b> Nothing is left of the value, not even whether there was one.
 */
@AutoValue
public abstract class NullifyRule extends MaskRule {

  private static final long serialVersionUID = 1;

  NullifyRule() {}

  static NullifyRule of(FieldPath path) {
    return new AutoValue_NullifyRule(path);
  }

  @Override
  public abstract FieldPath path();

  @Override
  public String technique() {
    return "nullify";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, false, false, "Nothing.");
  }

  @Override
  void check(FieldType type, Schema input) {
    if (!Boolean.TRUE.equals(type.getNullable())) {
      throw unfit(type, "what can be null", "It is not nullable. " + remedy(type));
    }
  }

  private static String remedy(FieldType type) {
    if (type.getTypeName() == TypeName.STRING) {
      return "Use redact.";
    }
    if (NumberType.isNumber(type)) {
      return "Use redact with a number.";
    }
    return "Make it so in the schema, or leave the field out.";
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return (value, record) -> null;
  }
}
