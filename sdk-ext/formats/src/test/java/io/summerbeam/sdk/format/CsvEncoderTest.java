package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class CsvEncoderTest {

  private static final Schema TWO =
      Schema.builder()
          .addNullableField("a", FieldType.STRING)
          .addNullableField("b", FieldType.STRING)
          .build();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  public void encoder_quotesWhatMustBe() throws Exception {
    RowEncoder encoder = CsvFormat.of().encoder(TWO);
    String[][] cases = {
      {"a", "b", "a,b"},
      {"a,", "\"", "\"a,\",\"\"\"\""},
      {"a\nb", "a\rb", "\"a\nb\",\"a\rb\""},
      {"", null, "\"\","},
      {null, " ", ",\" \""},
      {" a", "b ", " a,b "},
      {"é😀", "-1", "é😀,-1"},
    };
    for (String[] each : cases) {
      Row row = Row.withSchema(TWO).addValues(each[0], each[1]).build();
      byte[] record = encoder.encode(row);
      assertThat(new String(record, StandardCharsets.UTF_8), equalTo(each[2]));
      assertThat(CsvFormat.of().decoder(TWO).decode(record), equalTo(row));
    }
    assertThat(CsvFormat.of().header(TWO), equalTo(utf8("a,b")));
  }

  @Test
  public void encoder_leavesOutProvenance() throws Exception {
    Schema schema = Provenance.addTo(TWO);
    Row row =
        Row.withSchema(schema).addValues("1", "2", Provenance.ofFile("f", 0, 1L).toBytes()).build();
    assertThat(CsvFormat.of().encoder(schema).encode(row), equalTo(utf8("1,2")));
    assertThat(CsvFormat.of().header(schema), equalTo(utf8("a,b")));
  }

  @Test
  public void encoder_refusesWhatCouldNotBeRead() throws Exception {
    Schema one = Schema.builder().addNullableField("s", FieldType.STRING).build();
    RowEncoder encoder = CsvFormat.of().encoder(one);
    assertThat(
        assertThrows(
                UnwritableException.class,
                () -> encoder.encode(Row.withSchema(one).addValues((Object) null).build()))
            .getMessage(),
        equalTo("the only column 's' is null: its line would be blank"));
    UnwritableException half =
        assertThrows(
            UnwritableException.class,
            () -> encoder.encode(Row.withSchema(one).addValues("secret\ud83d").build()));
    assertThat(half.getMessage(), startsWith("field 's' is a text with one half"));
    assertThat(half.getMessage(), not(containsString("secret")));
    assertThat(encoder.encode(Row.withSchema(one).addValues(" ").build()), equalTo(utf8("\" \"")));

    Schema number = Schema.builder().addDoubleField("d").build();
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThat(
          assertThrows(
                  UnwritableException.class,
                  () ->
                      CsvFormat.of()
                          .encoder(number)
                          .encode(Row.withSchema(number).addValues(bad).build()))
              .getMessage(),
          equalTo("field 'd' is NaN or infinite"));
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
            .addNullableField("nothing", FieldType.DATETIME)
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                (byte) 1,
                (short) -2,
                3,
                Long.MIN_VALUE,
                0.1f,
                4.9E-324,
                new BigDecimal("1E+3"),
                "a,\"\r\n",
                true,
                new byte[] {1, 2},
                Instant.parse("2001-01-01T00:00:00.001Z"),
                null)
            .build();
    byte[] written = CsvFormat.of().encoder(schema).encode(row);
    assertThat(
        new String(written, StandardCharsets.UTF_8),
        equalTo(
            "1,-2,3,-9223372036854775808,0.1,4.9E-324,1E+3,\"a,\"\"\r\n\",true,AQI=,"
                + "2001-01-01T00:00:00.001Z,"));
    assertThat(CsvFormat.of().decoder(schema).decode(written), equalTo(row));
  }
}
