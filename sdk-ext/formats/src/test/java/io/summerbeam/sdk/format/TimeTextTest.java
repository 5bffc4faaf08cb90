package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.decode;
import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.JsonValues.decoderOf;
import static io.summerbeam.sdk.format.JsonValues.value;
import static io.summerbeam.sdk.format.JsonValues.wrong;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Days and times of java.time, in JSON and in CSV. */
@RunWith(JUnit4.class)
public class TimeTextTest {

  private static final FieldType DAY = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType TIME_OF_DAY = FieldType.logicalType(SqlTypes.TIME);
  private static final FieldType LOCAL = FieldType.logicalType(SqlTypes.DATETIME);
  private static final FieldType MICROS = FieldType.logicalType(new MicrosInstant());

  @Test
  public void day_readExactly() throws Exception {
    assertThat(value(DAY, "\"2024-02-29\""), equalTo(LocalDate.of(2024, 2, 29)));
    for (String bad : List.of("2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "20240229", "")) {
      assertThat(
          wrong(DAY, "\"" + bad + "\""),
          equalTo("field 'x' must be an ISO 8601 day, 2001-01-31 (DATE), but is another text"));
    }
    assertThat(
        wrong(DAY, "19782"),
        equalTo("field 'x' must be an ISO 8601 day, 2001-01-31 (DATE), but is a number"));
  }

  @Test
  public void timeOfDay_readToTheNanosecond() throws Exception {
    assertThat(value(TIME_OF_DAY, "\"23:59:59.000000001\""), equalTo(LocalTime.of(23, 59, 59, 1)));
    assertThat(value(TIME_OF_DAY, "\"10:15\""), equalTo(LocalTime.of(10, 15)));
    for (String bad : List.of("24:00:00", "10:15:00Z", "10")) {
      assertThat(
          wrong(TIME_OF_DAY, "\"" + bad + "\""),
          equalTo(
              "field 'x' must be an ISO 8601 time of day, 23:59:59 (TIME), but is another text"));
    }
  }

  @Test
  public void local_hasNoOffset() throws Exception {
    assertThat(
        value(LOCAL, "\"2001-01-31T23:59:59.5\""),
        equalTo(LocalDateTime.of(2001, 1, 31, 23, 59, 59, 500_000_000)));
    assertThat(
        wrong(LOCAL, "\"2001-01-31T23:59:59Z\""),
        equalTo(
            "field 'x' must be an ISO 8601 time without offset, 2001-01-31T23:59:59 (local"
                + " DATETIME), but is another text"));
  }

  @Test
  public void micros_noFiner() throws Exception {
    assertThat(
        value(MICROS, "\"2001-01-31T01:00:00.000001+01:00\""),
        equalTo(Instant.parse("2001-01-31T00:00:00.000001Z")));
    for (String bad : List.of("2001-01-31T00:00:00.0000001Z", "2001-01-31T00:00:00")) {
      assertThat(
          wrong(MICROS, "\"" + bad + "\""),
          equalTo(
              "field 'x' must be an ISO 8601 time with its offset, to the microsecond"
                  + " (MicrosInstant), but is another text"));
    }
  }

  @Test
  public void nullable_isNull() throws Exception {
    assertThat(value(DAY.withNullable(true), "null"), nullValue());
    assertThat(
        refusal(decoderOf(DAY), "{}"), equalTo(wrong(DAY, "7").replace("a number", "missing")));
  }

  @Test
  public void all_areWrittenAsTheyAreRead() throws Exception {
    Schema schema =
        Schema.builder()
            .addField("day", DAY)
            .addField("at", TIME_OF_DAY)
            .addField("local", LOCAL)
            .addField("micros", MICROS)
            .build();
    Row row =
        Row.withSchema(schema)
            .addValues(
                LocalDate.of(2001, 1, 31),
                LocalTime.of(23, 59, 59),
                LocalDateTime.of(2001, 1, 31, 23, 59, 59),
                Instant.parse("2001-01-31T00:00:00.000001Z"))
            .build();
    String json =
        "{\"day\":\"2001-01-31\",\"at\":\"23:59:59\",\"local\":\"2001-01-31T23:59:59\","
            + "\"micros\":\"2001-01-31T00:00:00.000001Z\"}";
    String csv = "2001-01-31,23:59:59,2001-01-31T23:59:59,2001-01-31T00:00:00.000001Z";

    assertThat(decode(JsonFormat.of().decoder(schema), json), equalTo(row));
    assertThat(text(JsonFormat.of().encoder(schema).encode(row)), equalTo(json));
    assertThat(decode(CsvFormat.of().decoder(schema), csv), equalTo(row));
    assertThat(text(CsvFormat.of().encoder(schema).encode(row)), equalTo(csv));
  }

  @Test
  public void csv_emptyIsNoTime() {
    assertThat(
        refusal(CsvFormat.of().decoder(Schema.of(Schema.Field.of("x", DAY))), "\"\""),
        equalTo("field 'x' must be an ISO 8601 day, 2001-01-31 (DATE), but is empty"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
