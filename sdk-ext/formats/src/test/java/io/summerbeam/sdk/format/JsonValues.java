package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** A flight, and single values, as JSON. */
final class JsonValues {

  static final Schema FLIGHT =
      Schema.builder()
          .addStringField("date")
          .addInt64Field("delay")
          .addInt64Field("distance")
          .addStringField("origin")
          .addStringField("destination")
          .build();

  static final String LINE =
      "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\","
          + "\"destination\":\"LAS\"}";

  static final Row FLIGHT_ROW =
      Row.withSchema(FLIGHT).addValues("2001/01/01 00:47", 66L, 1750L, "DTW", "LAS").build();

  static final Schema INNER =
      Schema.builder().addStringField("zip").addNullableField("floor", FieldType.INT32).build();

  private JsonValues() {}

  static RowDecoder decoderOf(FieldType type) {
    return JsonFormat.of().decoder(Schema.of(Schema.Field.of("x", type)));
  }

  static Object value(FieldType type, String json) throws MalformedException {
    return decode(decoderOf(type), "{\"x\":" + json + "}").getValue(0);
  }

  static String wrong(FieldType type, String json) {
    return refusal(decoderOf(type), "{\"x\":" + json + "}");
  }
}
