package io.summerbeam.io.files;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Rows of mean delays, and their JSON. */
final class Delays {

  static final Schema DELAY =
      Schema.builder().addStringField("state").addNullableField("mean", FieldType.DOUBLE).build();

  private Delays() {}

  static Row row(String state, Double mean) {
    return Row.withSchema(DELAY).addValues(state, mean).build();
  }

  static String json(String state, Object mean) {
    return "{\"state\":\"" + state + "\",\"mean\":" + mean + "}\n";
  }
}
