package io.summerbeam.transforms.validate;

import static org.junit.Assert.assertThrows;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Shorthands of the tests of single expectations. */
final class Held {

  private Held() {}

  /** Whether a row keeps an expectation. */
  static boolean by(Expectation expectation, Row row) {
    return ((RowRule) expectation.rule()).bind(row.getSchema(), "Validate").holds(row);
  }

  /** Whether the value of the only field, which is called x and may be null, keeps it. */
  static boolean by(Expectation expectation, FieldType type, Object value) {
    return by(expectation, Row.withSchema(schema(type)).addValue(value).build());
  }

  /** With what an expectation is refused for records with a field x of a type. */
  static String refusal(Expectation expectation, FieldType type) {
    return refusal(expectation, schema(type));
  }

  /** With what an expectation is refused for records of a schema. */
  static String refusal(Expectation expectation, Schema schema) {
    return assertThrows(
            IllegalArgumentException.class, () -> expectation.rule().check(schema, "Validate"))
        .getMessage();
  }

  private static Schema schema(FieldType type) {
    return Schema.builder().addNullableField("x", type).build();
  }
}
