package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.generalize;
import static io.summerbeam.transforms.mask.Masking.failure;
import static io.summerbeam.transforms.mask.Masking.mask;
import static io.summerbeam.transforms.mask.Masking.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public class GeneralizeRuleTest {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType DATE_TIME = FieldType.logicalType(SqlTypes.DATETIME);
  private static final FieldType TIMESTAMP = FieldType.logicalType(SqlTypes.TIMESTAMP);

  private static final MaskRule TENS = generalize("f", Buckets.ofWidth(10));

  @Test
  public void ofWidth_wholeNumbers_becomeTheStartOfTheirRange() {
    assertThat(mask(FieldType.INT64, 37L, TENS), equalTo(30L));
    assertThat(mask(FieldType.INT64, 30L, TENS), equalTo(30L));
    assertThat(mask(FieldType.INT64, 0L, TENS), equalTo(0L));
    assertThat(mask(FieldType.INT64, -1L, TENS), equalTo(-10L));
    assertThat(mask(FieldType.INT64, -10L, TENS), equalTo(-10L));
    assertThat(mask(FieldType.INT32, 37, TENS), equalTo(30));
    assertThat(mask(FieldType.INT32, -1, TENS), equalTo(-10));
    assertThat(mask(FieldType.INT16, (short) 37, TENS), equalTo((short) 30));
    assertThat(mask(FieldType.BYTE, (byte) 37, TENS), equalTo((byte) 30));
    assertThat(mask(FieldType.INT64.withNullable(true), null, TENS), nullValue());
  }

  @Test
  public void ofWidth_randomNumbers_areInTheirRange() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      long width = 1 + random.nextInt(10_000);
      long value = random.nextLong() >> random.nextInt(64);
      if (value < Long.MIN_VALUE + width) {
        continue;
      }
      MaskRule rule = generalize("f", Buckets.ofWidth(width));
      long start = (Long) mask(FieldType.INT64, value, rule);
      assertThat(start % width, equalTo(0L));
      assertThat(value - start >= 0 && value - start < width, equalTo(true));
      assertThat(
          mask(FieldType.DECIMAL, BigDecimal.valueOf(value), rule),
          equalTo(BigDecimal.valueOf(start)));
    }
  }

  @Test
  public void ofWidth_startBelowTheType_cannotBeMasked() {
    String message = "generalize('f'): the start of its bucket is out of the range of the type";
    assertThat(failure(FieldType.INT64, Long.MIN_VALUE, TENS), equalTo(message));
    assertThat(failure(FieldType.INT32, Integer.MIN_VALUE, TENS), equalTo(message));
    assertThat(failure(FieldType.BYTE, Byte.MIN_VALUE, TENS), equalTo(message));
    assertThat(
        failure(
            FieldType.DOUBLE,
            -Double.MAX_VALUE,
            generalize("f", Buckets.ofWidth(new BigDecimal("1E308")))),
        equalTo(message));
  }

  @Test
  public void ofWidth_decimals_areExact() {
    MaskRule tenths = generalize("f", Buckets.ofWidth(new BigDecimal("0.1")));
    assertThat(
        mask(FieldType.DECIMAL, new BigDecimal("0.37"), tenths), equalTo(new BigDecimal("0.3")));
    assertThat(
        mask(FieldType.DECIMAL, new BigDecimal("-0.37"), tenths), equalTo(new BigDecimal("-0.4")));
    assertThat(mask(FieldType.DOUBLE, 0.3, tenths), equalTo(0.3));
    assertThat(mask(FieldType.DOUBLE, 0.39, tenths), equalTo(0.3));
    assertThat(mask(FieldType.FLOAT, 0.3f, tenths), equalTo(0.3f));
    assertThat(mask(FieldType.DOUBLE, 37.5, TENS), equalTo(30.0));
    assertThat(
        mask(FieldType.DECIMAL, new BigDecimal(BigInteger.TEN.pow(50)), TENS),
        equalTo(new BigDecimal(BigInteger.TEN.pow(50))));
  }

  @Test
  public void ofWidth_noNumbers_stay() {
    for (double number :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(mask(FieldType.DOUBLE, number, TENS), equalTo(number));
      assertThat(mask(FieldType.FLOAT, (float) number, TENS), equalTo((float) number));
    }
  }

  @Test
  public void decimals_thatExplode_cannotBeMasked() {
    for (String number : List.of("1E+1000000000", "1E-1000000000", "1E+1000")) {
      for (Buckets buckets : List.of(Buckets.ofWidth(10), Buckets.startingAt(0))) {
        assertThat(
            failure(FieldType.DECIMAL, new BigDecimal(number), generalize("f", buckets)),
            equalTo("generalize('f'): the number must have 1000 digits or less, but has more"));
      }
    }
  }

  @Test
  public void ofWidth_notOfTheType_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Buckets.ofWidth(0));
    assertThrows(IllegalArgumentException.class, () -> Buckets.ofWidth(-1));
    assertThat(
        refusal(FieldType.INT64, generalize("f", Buckets.ofWidth(new BigDecimal("0.5")))),
        containsString(
            "generalize('f'): the width must be a number of the field's type INT64, but was: 0.5"));
    assertThat(
        refusal(FieldType.BYTE, generalize("f", Buckets.ofWidth(1000))),
        containsString("the width must be a number of the field's type BYTE, but was: 1000"));
    assertThat(
        refusal(FieldType.STRING, TENS),
        containsString(
            "generalize('f'): generalize is for numbers, with buckets of a width, but the field is"
                + " of type STRING. Use other buckets."));
  }

  @Test
  public void startingAt_becomesTheStart() {
    MaskRule ages = generalize("f", Buckets.startingAt(0, 18, 65));
    assertThat(mask(FieldType.INT32, 0, ages), equalTo(0));
    assertThat(mask(FieldType.INT32, 17, ages), equalTo(0));
    assertThat(mask(FieldType.INT32, 18, ages), equalTo(18));
    assertThat(mask(FieldType.INT32, 64, ages), equalTo(18));
    assertThat(mask(FieldType.INT32, 120, ages), equalTo(65));
    assertThat(mask(FieldType.DOUBLE, 17.99, ages), equalTo(0.0));
    assertThat(
        mask(FieldType.DECIMAL, new BigDecimal("18.00"), ages), equalTo(new BigDecimal("18")));
    assertThat(
        failure(FieldType.INT32, -1, ages),
        equalTo("generalize('f'): the value must not be below the first bucket, but is"));
  }

  @Test
  public void startingAt_wrong_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Buckets.startingAt(1, 1));
    assertThrows(IllegalArgumentException.class, () -> Buckets.startingAt(2, 1));
    assertThrows(IllegalArgumentException.class, () -> Buckets.startingAt(List.of()));
    assertThat(
        refusal(FieldType.BYTE, generalize("f", Buckets.startingAt(0, 1000))),
        containsString("each bucket must begin at a number of the field's type BYTE"));
    assertThat(
        refusal(FieldType.STRING, generalize("f", Buckets.startingAt(0))),
        containsString("generalize is for numbers"));
  }

  @Test
  public void toMonthAndYear_becomeTheFirstInstant() {
    LocalDate date = LocalDate.of(1980, 2, 29);
    assertThat(mask(DATE, date, months()), equalTo(LocalDate.of(1980, 2, 1)));
    assertThat(mask(DATE, date, years()), equalTo(LocalDate.of(1980, 1, 1)));
    LocalDateTime time = LocalDateTime.of(1980, 2, 29, 13, 14, 15, 16);
    assertThat(mask(DATE_TIME, time, days()), equalTo(LocalDateTime.of(1980, 2, 29, 0, 0)));
    assertThat(mask(DATE_TIME, time, months()), equalTo(LocalDateTime.of(1980, 2, 1, 0, 0)));
    assertThat(mask(DATE_TIME, time, years()), equalTo(LocalDateTime.of(1980, 1, 1, 0, 0)));
    Instant instant = Instant.parse("1960-12-31T23:59:59.999999Z");
    assertThat(mask(TIMESTAMP, instant, days()), equalTo(Instant.parse("1960-12-31T00:00:00Z")));
    assertThat(mask(TIMESTAMP, instant, months()), equalTo(Instant.parse("1960-12-01T00:00:00Z")));
    assertThat(mask(TIMESTAMP, instant, years()), equalTo(Instant.parse("1960-01-01T00:00:00Z")));
    org.joda.time.Instant joda = org.joda.time.Instant.parse("1960-12-31T23:59:59.999Z");
    assertThat(mask(FieldType.DATETIME, joda, days()), equalTo(joda("1960-12-31T00:00:00Z")));
    assertThat(mask(FieldType.DATETIME, joda, months()), equalTo(joda("1960-12-01T00:00:00Z")));
    assertThat(mask(FieldType.DATETIME, joda, years()), equalTo(joda("1960-01-01T00:00:00Z")));
  }

  @Test
  public void toMonth_outOfRange_cannotBeMasked() {
    assertThat(
        failure(FieldType.DATETIME, new org.joda.time.Instant(Long.MIN_VALUE), months()),
        equalTo("generalize('f'): the date it would become is out of the range of the type"));
    assertThat(mask(DATE, LocalDate.MIN, months()), equalTo(LocalDate.MIN));
  }

  @Test
  public void calendar_otherTypes_areRefused() {
    assertThat(
        refusal(FieldType.STRING, months()),
        containsString(
            "generalize('f'): generalize is for DATETIME and the logical types of dates and"
                + " timestamps, with these buckets, but the field is of type STRING."));
    assertThat(
        refusal(DATE, days()),
        containsString("generalize is for types with a time of the day, with toDay(), but"));
  }

  @Test
  public void keepPrefix_keepsCodePoints() {
    MaskRule two = generalize("f", Buckets.keepPrefix(2));
    assertThat(mask("10115", two), equalTo("10"));
    String shorter = "10";
    assertThat(mask(shorter, two), sameInstance(shorter));
    assertThat(mask("", two), equalTo(""));
    assertThat(mask("😀😁😂", two), equalTo("😀😁"));
    assertThat(mask("e\u0301x", two), equalTo("e\u0301"));
    assertThrows(IllegalArgumentException.class, () -> Buckets.keepPrefix(0));
    assertThat(refusal(FieldType.INT64, two), containsString("generalize is for STRING"));
  }

  @Test
  public void rules_areSerializableAndEqual() {
    for (Buckets buckets :
        List.of(
            Buckets.ofWidth(3),
            Buckets.startingAt(1, 2),
            Buckets.toYear(),
            Buckets.keepPrefix(3))) {
      MaskRule rule = generalize("f", buckets);
      assertThat(SerializableUtils.clone(rule), equalTo(rule));
    }
  }

  @Test
  public void protection_isThatOfTheBuckets() {
    assertThat(
        TENS.protection(),
        equalTo(Protection.of(false, false, true, "The range of 10 that the value is in.")));
    assertThat(generalize("f", Buckets.keepPrefix(2)).protection().keepsFormat(), equalTo(false));
  }

  private static MaskRule days() {
    return generalize("f", Buckets.toDay());
  }

  private static MaskRule months() {
    return generalize("f", Buckets.toMonth());
  }

  private static MaskRule years() {
    return generalize("f", Buckets.toYear());
  }

  private static org.joda.time.Instant joda(String text) {
    return org.joda.time.Instant.parse(text);
  }
}
