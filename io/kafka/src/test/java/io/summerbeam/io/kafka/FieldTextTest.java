package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link FieldText}. */
public final class FieldTextTest {

  private static void check(FieldType type, Object value, String text) {
    assertThat(FieldText.has(type), equalTo(true));
    assertThat(new String(FieldText.of(value, type), UTF_8), equalTo(text));
  }

  @Test
  public void scalars_theirText() {
    check(FieldType.STRING, "é \"", "é \"");
    check(FieldType.INT64, -5L, "-5");
    check(FieldType.BYTE, (byte) 7, "7");
    check(FieldType.BOOLEAN, true, "true");
    check(FieldType.DECIMAL, new BigDecimal("1.50"), "1.50");
    check(FieldType.DATETIME, Instant.parse("2001-01-01T00:00:00Z"), "2001-01-01T00:00:00Z");
  }

  @Test
  public void bytes_asTheyAre() {
    byte[] bytes = {0, -1};
    assertThat(FieldText.has(FieldType.BYTES), equalTo(true));
    assertThat(FieldText.of(bytes, FieldType.BYTES), equalTo(bytes));
    FieldType two = FieldType.logicalType(FixedBytes.of(2));
    assertThat(FieldText.has(two), equalTo(true));
    assertThat(FieldText.of(bytes, two), equalTo(bytes));
  }

  @Test
  public void logicalTypes_textOfWhatTheyMean() {
    EnumerationType colors = EnumerationType.create("red", "green");
    check(FieldType.logicalType(colors), colors.valueOf("green"), "green");
    check(FieldType.logicalType(SqlTypes.DATE), LocalDate.parse("2001-01-31"), "2001-01-31");
    check(
        FieldType.logicalType(SqlTypes.DATETIME),
        LocalDateTime.parse("2001-01-31T23:59:59"),
        "2001-01-31T23:59:59");
    check(
        FieldType.logicalType(new MicrosInstant()),
        java.time.Instant.parse("2001-01-01T00:00:00.000001Z"),
        "2001-01-01T00:00:00.000001Z");
    check(FieldType.logicalType(VariableString.of(5)), "abc", "abc");
  }

  @Test
  public void whatIsSeveralValues_hasNone() {
    assertThat(FieldText.has(FieldType.array(FieldType.STRING)), equalTo(false));
    assertThat(FieldText.has(FieldType.iterable(FieldType.STRING)), equalTo(false));
    assertThat(FieldText.has(FieldType.map(FieldType.STRING, FieldType.STRING)), equalTo(false));
    assertThat(
        FieldText.has(FieldType.row(Schema.builder().addStringField("a").build())), equalTo(false));
  }
}
