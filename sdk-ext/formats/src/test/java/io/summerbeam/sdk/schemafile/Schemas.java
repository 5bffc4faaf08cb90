package io.summerbeam.sdk.schemafile;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.SchemaText;

/** Shorthands of the tests of schema files. */
final class Schemas {

  private Schemas() {}

  /** A schema as one line. Single quotes stand for double ones. */
  static String read(String file) {
    return SchemaText.of(SchemaFile.parse(file.replace('\'', '"'), "x"));
  }

  /** The message with which a file is refused. */
  static String refusal(String file) {
    return assertThrows(
            IllegalArgumentException.class, () -> SchemaFile.parse(file.replace('\'', '"'), "x"))
        .getMessage();
  }
}
