package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.JsonValues.FLIGHT;
import static io.summerbeam.sdk.format.JsonValues.FLIGHT_ROW;
import static io.summerbeam.sdk.format.JsonValues.INNER;
import static io.summerbeam.sdk.format.JsonValues.LINE;
import static io.summerbeam.sdk.format.JsonValues.wrong;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonEncoderTest {

  @Test
  public void encoder_writesOneObject() throws Exception {
    RowEncoder encoder = JsonFormat.of().encoder(FLIGHT);
    assertThat(new String(encoder.encode(FLIGHT_ROW), StandardCharsets.UTF_8), equalTo(LINE));
    assertThat(new String(encoder.encode(FLIGHT_ROW), StandardCharsets.UTF_8), equalTo(LINE));
  }

  @Test
  public void encoder_leavesOutProvenance() throws Exception {
    Schema schema = Provenance.addTo(INNER);
    Row row =
        Row.withSchema(schema)
            .addValues("1", null, Provenance.ofFile("f", 0, 1L).toBytes())
            .build();
    assertThat(
        new String(JsonFormat.of().encoder(schema).encode(row), StandardCharsets.UTF_8),
        equalTo("{\"zip\":\"1\",\"floor\":null}"));
  }

  @Test
  public void encoder_refusesWhatJsonLacksAndGoesOn() throws Exception {
    Schema schema = Schema.builder().addStringField("a").addDoubleField("b").build();
    RowEncoder encoder = JsonFormat.of().encoder(schema);
    Row nan = Row.withSchema(schema).addValues("secret", Double.NaN).build();
    Row infinite = Row.withSchema(schema).addValues("secret", Double.POSITIVE_INFINITY).build();
    Row wrong = Row.withSchema(schema).attachValues(List.of("secret", "secret"));
    Row good = Row.withSchema(schema).addValues("a", 1.5).build();
    for (Row bad : List.of(nan, infinite, wrong)) {
      UnwritableException e = assertThrows(UnwritableException.class, () -> encoder.encode(bad));
      assertThat(
          e.getMessage(),
          equalTo(
              bad.equals(wrong)
                  ? "a value of the row has no form in JSON"
                  : "field 'b' is NaN or infinite, which JSON has no number for"));
      assertThat(
          new String(encoder.encode(good), StandardCharsets.UTF_8),
          equalTo("{\"a\":\"a\",\"b\":1.5}"));
    }
  }

  @Test
  public void everyType_survivesWritingAndReading() throws Exception {
    Schema schema =
        Schema.builder()
            .addByteField("byte")
            .addInt16Field("int16")
            .addInt32Field("int32")
            .addInt64Field("int64")
            .addFloatField("float")
            .addDoubleField("double")
            .addDecimalField("decimal")
            .addStringField("string")
            .addBooleanField("boolean")
            .addByteArrayField("bytes")
            .addDateTimeField("datetime")
            .addRowField("row", INNER)
            .addArrayField("array", FieldType.STRING)
            .addIterableField("iterable", FieldType.INT64)
            .addMapField("map", FieldType.STRING, FieldType.row(INNER))
            .addNullableField("nothing", FieldType.STRING)
            .build();
    Row inner = Row.withSchema(INNER).addValues("1", null).build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                (byte) 1,
                (short) -2,
                3,
                Long.MIN_VALUE,
                0.1f,
                4.9E-324,
                new BigDecimal("1.50"),
                "\"\\\n\u2028é😀",
                true,
                new byte[] {1, 2},
                Instant.ofEpochMilli(-1),
                inner,
                List.of("a"),
                List.of(1L),
                Map.of("k", inner),
                null)
            .build();
    byte[] written = JsonFormat.of().encoder(schema).encode(row);
    assertThat(JsonFormat.of().decoder(schema).decode(written), equalTo(row));
  }
}
