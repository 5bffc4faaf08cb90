package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;

/** A condition on all values that a path leads to. */
record ValueRule(FieldPath path, ValueCondition condition, boolean nullHolds) implements RowRule {

  @Override
  public String text() {
    return path + " " + condition.text() + (nullHolds ? ", or null" : "");
  }

  @Override
  public Rule orNull() {
    if (condition instanceof PresentCondition) {
      return RowRule.super.orNull();
    }
    return new ValueRule(path, condition, true);
  }

  @Override
  public RowCheck bind(Schema input, String where) {
    ValueTest test = condition.on(path.resolve(input, where), where + ": '" + path + "'");
    return ValuePath.check(path, input, test, nullHolds);
  }
}
