package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.RegistrySchema;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Avro schemas of records from their texts. */
final class AvroTexts {

  private AvroTexts() {}

  /**
   * A schema that a user gave.
   *
   * @param where what was given it, for messages
   * @throws IllegalArgumentException if it is none of a record
   */
  static Schema given(String text, String where) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(
          where + " must be given an Avro schema, but: " + e.getMessage(), e);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          where
              + " must be given the schema of a record, but was given: "
              + schema.getType().getName());
    }
    return schema;
  }

  /** A schema of a registry. */
  static Schema registered(RegistrySchema found) throws AvroMismatchException {
    try {
      // A default of the writer's is never used, right or wrong.
      Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
      found.references().forEach(each -> parser.parse(each.text()));
      return parser.parse(found.text());
    } catch (RuntimeException e) {
      // Its message quotes the schema. Not all are Avro's own: of an "order" that is none it throws
      // what an enumeration does, or a null.
      throw new AvroMismatchException("it is none that Avro can read");
    }
  }
}
