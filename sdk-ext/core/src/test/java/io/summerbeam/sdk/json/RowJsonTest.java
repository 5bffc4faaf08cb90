package io.summerbeam.sdk.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

public class RowJsonTest {

  @Test
  public void write_everyType_isAsDocumented() throws Exception {
    EnumerationType color = EnumerationType.create("RED", "BLUE");
    Schema nested = Schema.builder().addStringField("zip").build();
    Schema schema =
        Schema.builder()
            .addByteField("byte")
            .addInt64Field("long")
            .addDoubleField("double")
            .addDecimalField("decimal")
            .addStringField("text")
            .addBooleanField("flag")
            .addByteArrayField("bytes")
            .addDateTimeField("second")
            .addDateTimeField("millisecond")
            .addRowField("row", nested)
            .addArrayField("list", FieldType.INT32)
            .addMapField("map", FieldType.STRING, FieldType.INT32)
            .addMapField("numbered", FieldType.INT32, FieldType.STRING)
            .addLogicalTypeField("day", SqlTypes.DATE)
            .addLogicalTypeField("color", color)
            .addNullableField("none", FieldType.STRING)
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                (byte) 7,
                Long.MIN_VALUE,
                0.1,
                new BigDecimal("1.50"),
                "a\"\u00e9\n",
                true,
                new byte[] {0, (byte) 255},
                Instant.parse("2001-01-01T00:00:00Z"),
                Instant.parse("2001-01-01T00:00:00.250Z"),
                Row.withSchema(nested).addValue("12345").build(),
                List.of(1, 2),
                Map.of("k", 3),
                Map.of(4, "v"),
                java.time.LocalDate.of(2001, 2, 3),
                color.valueOf("BLUE"),
                null)
            .build();

    assertThat(
        written(row),
        equalTo(
            "{\"byte\":7,\"long\":-9223372036854775808,\"double\":0.1,\"decimal\":1.50,"
                + "\"text\":\"a\\\"\u00e9\\n\",\"flag\":true,\"bytes\":\"AP8=\","
                + "\"second\":\"2001-01-01T00:00:00Z\",\"millisecond\":\"2001-01-01T00:00:00.250Z\","
                + "\"row\":{\"zip\":\"12345\"},\"list\":[1,2],\"map\":{\"k\":3},"
                + "\"numbered\":[{\"key\":4,\"value\":\"v\"}],\"day\":\"2001-02-03\","
                + "\"color\":\"BLUE\",\"none\":null}"));
  }

  @Test
  public void write_provenance_isLeftOut() throws Exception {
    Schema schema = Provenance.addTo(Schema.builder().addInt32Field("a").build());
    Row row =
        Row.withSchema(schema).addValues(1, Provenance.ofFile("f", 0, null).toBytes()).build();
    assertThat(written(row), equalTo("{\"a\":1}"));
  }

  @Test
  public void write_nan_isRefusedByFieldName() {
    Row row = number(Double.NaN);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> written(row));
    assertThat(
        e.getMessage(), equalTo("The field 'd' is NaN or infinite, which JSON has no number for."));
  }

  @Test
  public void toBytesLenient_infinity_isText() {
    assertThat(
        new String(
            RowJson.toBytesLenient(number(Double.NEGATIVE_INFINITY)), StandardCharsets.UTF_8),
        equalTo("{\"d\":\"-Infinity\"}"));
  }

  private static Row number(double value) {
    return Row.withSchema(Schema.builder().addDoubleField("d").build()).addValue(value).build();
  }

  private static String written(Row row) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      RowJson.write(row, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
