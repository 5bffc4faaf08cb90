package io.summerbeam.transforms.validate;

import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Any value but null, which does not come to the test. */
record PresentCondition() implements ValueCondition {

  @Override
  public String text() {
    return "is not null";
  }

  @Override
  public ValueTest on(FieldType type, String where) {
    return new ValueTest() {
      @Override
      boolean holds(Object value) {
        return true;
      }
    };
  }
}
