package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;

/** A rule of tests: texts become a star for each char, and those of one char are refused. */
final class StarRule extends MaskRule {

  private static final long serialVersionUID = 1;

  private final FieldPath path;

  StarRule(String path) {
    this.path = FieldPath.of(path);
  }

  @Override
  public FieldPath path() {
    return path;
  }

  @Override
  public String technique() {
    return "star";
  }

  @Override
  public Protection protection() {
    return Protection.of(false, false, false, "How long the values are.");
  }

  @Override
  void check(FieldType type, Schema input) {
    if (type.getTypeName() != TypeName.STRING
        || path.resolve(input, "star").getTypeName() != TypeName.STRING) {
      throw new IllegalArgumentException("must be STRING");
    }
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return (value, record) -> {
      String text = (String) value;
      if (text.length() == 1) {
        throw new MaskException("too short");
      }
      return "*".repeat(text.length());
    };
  }
}
