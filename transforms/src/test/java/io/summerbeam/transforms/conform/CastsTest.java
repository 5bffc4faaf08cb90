package io.summerbeam.transforms.conform;

import static io.summerbeam.transforms.conform.Conformed.cast;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.junit.Test;

/** What becomes of one type as another, and what does not. */
public class CastsTest {

  private static final FieldType MICROS = FieldType.logicalType(SqlTypes.TIMESTAMP);
  private static final FieldType NANOS = FieldType.logicalType(new NanosInstant());
  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType TIME = FieldType.logicalType(SqlTypes.TIME);
  private static final FieldType LOCAL = FieldType.logicalType(SqlTypes.DATETIME);
  private static final EnumerationType COLOUR = EnumerationType.create("RED", "BLUE");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final Mapping PARSING = Mapping.byName().parsing("v");
  private static final Mapping PRINTING = Mapping.byName().printing("v");

  private static String misfit(String rule) {
    return "conform_failed: 'v': " + rule;
  }

  @Test
  public void numbers_widening_isFree() {
    assertThat(cast(FieldType.BYTE, (byte) -128, FieldType.INT64), is(-128L));
    assertThat(cast(FieldType.INT16, (short) 7, FieldType.INT32), is(7));
    assertThat(cast(FieldType.INT32, Integer.MIN_VALUE, FieldType.DOUBLE), is(-2147483648.0));
    assertThat(
        cast(FieldType.INT64, Long.MAX_VALUE, FieldType.DECIMAL),
        is(new BigDecimal("9223372036854775807")));
    assertThat(cast(FieldType.FLOAT, 0.1f, FieldType.DOUBLE), is((double) 0.1f));
    assertThat(cast(FieldType.FLOAT, Float.NaN, FieldType.DOUBLE), is(Double.NaN));
  }

  @Test
  public void numbers_narrowing_losesNothingOrFails() {
    assertThat(cast(FieldType.INT64, 127L, FieldType.BYTE), is((byte) 127));
    assertThat(
        cast(FieldType.INT64, 128L, FieldType.BYTE),
        is(misfit("a number outside of the range of BYTE")));
    assertThat(
        cast(FieldType.INT64, -32769L, FieldType.INT16),
        is(misfit("a number outside of the range of INT16")));
    assertThat(
        cast(FieldType.INT64, 1L << 31, FieldType.INT32),
        is(misfit("a number outside of the range of INT32")));
    assertThat(cast(FieldType.DOUBLE, -0.0, FieldType.INT64), is(0L));
    assertThat(
        cast(FieldType.DOUBLE, 0.5, FieldType.INT64), is(misfit("a number that is not whole")));
    assertThat(
        cast(FieldType.DOUBLE, Double.NaN, FieldType.INT64),
        is(misfit("a number that is not whole")));
    assertThat(
        cast(FieldType.DOUBLE, Double.NEGATIVE_INFINITY, FieldType.INT64),
        is(misfit("a number that is not whole")));
    assertThat(
        cast(FieldType.DOUBLE, 0x1p63, FieldType.INT64),
        is(misfit("a number outside of the range of INT64")));
    assertThat(cast(FieldType.DOUBLE, -0x1p63, FieldType.INT64), is(Long.MIN_VALUE));
    assertThat(cast(FieldType.DOUBLE, 0.5, FieldType.FLOAT), is(0.5f));
    assertThat(
        cast(FieldType.DOUBLE, 0.1, FieldType.FLOAT),
        is(misfit("a number that FLOAT does not hold exactly")));
    assertThat(
        cast(FieldType.DOUBLE, 1e300, FieldType.FLOAT),
        is(misfit("a number that FLOAT does not hold exactly")));
    assertThat(cast(FieldType.DOUBLE, Double.NaN, FieldType.FLOAT), is(Float.NaN));
    assertThat(cast(FieldType.INT64, 1L << 60, FieldType.DOUBLE), is(0x1p60));
    assertThat(
        cast(FieldType.INT64, (1L << 53) + 1, FieldType.DOUBLE),
        is(misfit("a number of more digits than DOUBLE has")));
    assertThat(
        cast(FieldType.INT64, Long.MAX_VALUE, FieldType.DOUBLE),
        is(misfit("a number of more digits than DOUBLE has")));
    assertThat(
        cast(FieldType.INT32, Integer.MAX_VALUE, FieldType.FLOAT),
        is(misfit("a number of more digits than FLOAT has")));
  }

  @Test
  public void decimals_keepTheirDigits() {
    assertThat(cast(FieldType.DOUBLE, 0.1, FieldType.DECIMAL), is(new BigDecimal("0.1")));
    assertThat(cast(FieldType.FLOAT, 0.1f, FieldType.DECIMAL), is(new BigDecimal("0.1")));
    assertThat(cast(FieldType.DECIMAL, new BigDecimal("0.10"), FieldType.DOUBLE), is(0.1));
    assertThat(cast(FieldType.DECIMAL, new BigDecimal("0.1"), FieldType.FLOAT), is(0.1f));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("0.10000000000000000001"), FieldType.DOUBLE),
        is(misfit("a number that DOUBLE does not hold exactly")));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("1e400"), FieldType.DOUBLE),
        is(misfit("a number that DOUBLE does not hold exactly")));
    assertThat(
        cast(FieldType.DOUBLE, Double.POSITIVE_INFINITY, FieldType.DECIMAL),
        is(misfit("NaN or infinite, which DECIMAL does not hold")));
    assertThat(cast(FieldType.DECIMAL, new BigDecimal("7.00"), FieldType.INT32), is(7));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("7.01"), FieldType.INT32),
        is(misfit("a number that is not whole, or outside of the range of INT64")));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("1e1000000000"), FieldType.INT64),
        is(misfit("a number of too many digits")));
  }

  @Test
  public void numbers_random_comeBackOrFail() throws Exception {
    List<FieldType> types =
        List.of(
            FieldType.BYTE,
            FieldType.INT16,
            FieldType.INT32,
            FieldType.INT64,
            FieldType.FLOAT,
            FieldType.DOUBLE,
            FieldType.DECIMAL);
    Random random = new Random(7);
    int fit = 0;
    for (int i = 0; i < 4000; i++) {
      long bits = random.nextLong() >> random.nextInt(64);
      Object value =
          switch (i % 4) {
            case 0 -> bits;
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> (double) bits / 8;
            default -> BigDecimal.valueOf(bits, random.nextInt(40) - 20);
          };
      FieldType from =
          value instanceof Long
              ? FieldType.INT64
              : value instanceof Double ? FieldType.DOUBLE : FieldType.DECIMAL;
      for (FieldType to : types) {
        Object made;
        try {
          made = Casts.between(from, to, null, "test").of(value);
        } catch (MisfitException e) {
          continue;
        }
        fit++;
        Object back = Casts.between(to, from, null, "test").of(made);
        if (compare((Number) back, (Number) value) != 0) {
          throw new AssertionError(value + " as " + to.getTypeName() + " " + made);
        }
      }
    }
    assertThat("some of them fit", fit > 4000, is(true));
  }

  private static int compare(Number x, Number y) {
    return x instanceof Double d && !Double.isFinite(d)
        ? Double.compare(d, (Double) y)
        : new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString()));
  }

  @Test
  public void times_ofOtherPrecision_losesNothingOrFails() {
    Instant time = Instant.parse("2001-01-01T00:00:00.123456Z");
    org.joda.time.Instant millis = org.joda.time.Instant.parse("1969-12-31T23:59:59.999Z");
    assertThat(
        cast(FieldType.DATETIME, millis, MICROS), is(Instant.parse("1969-12-31T23:59:59.999Z")));
    assertThat(cast(MICROS, time, NANOS), is(time));
    assertThat(cast(MICROS, time, FieldType.logicalType(Timestamp.of(6))), is(time));
    assertThat(
        cast(MICROS, time, FieldType.DATETIME), is(misfit("a time finer than DATETIME holds")));
    assertThat(
        cast(MICROS, Instant.parse("2001-01-01T00:00:00.123Z"), FieldType.DATETIME),
        is(org.joda.time.Instant.parse("2001-01-01T00:00:00.123Z").toDateTime().toInstant()));
    assertThat(
        cast(NANOS, Instant.parse("2001-01-01T00:00:00.000000001Z"), MICROS),
        is(misfit("a time finer than " + SqlTypes.TIMESTAMP.getIdentifier() + " holds")));
  }

  @Test
  public void epoch_isCountedInItsUnit() {
    Mapping seconds = Mapping.byName().epoch("v", ChronoUnit.SECONDS);
    Mapping nanos = Mapping.byName().epoch("v", ChronoUnit.NANOS);
    Mapping micros = Mapping.byName().epoch("v", ChronoUnit.MICROS);
    Mapping millis = Mapping.byName().epoch("v", ChronoUnit.MILLIS);
    assertThat(
        cast(FieldType.INT32, -1, MICROS, seconds), is(Instant.parse("1969-12-31T23:59:59Z")));
    assertThat(
        cast(FieldType.INT64, -1L, MICROS, micros),
        is(Instant.parse("1969-12-31T23:59:59.999999Z")));
    assertThat(
        cast(FieldType.INT64, 1_000_000_001L, MICROS, nanos),
        is(misfit("a time finer than " + SqlTypes.TIMESTAMP.getIdentifier() + " holds")));
    assertThat(
        cast(FieldType.INT64, Long.MAX_VALUE, MICROS, seconds),
        is(misfit("a number of Seconds outside of the range of times")));
    assertThat(
        cast(MICROS, Instant.parse("1969-12-31T23:59:59.999999Z"), FieldType.INT64, micros),
        is(-1L));
    assertThat(
        cast(MICROS, Instant.parse("9999-12-31T23:59:59.999999Z"), FieldType.INT64, micros),
        is(253402300799999999L));
    assertThat(
        cast(MICROS, Instant.parse("1969-12-31T23:59:59.999999Z"), FieldType.INT64, millis),
        is(misfit("a time finer than Millis")));
    assertThat(
        cast(MICROS, Instant.parse("9999-12-31T23:59:59Z"), FieldType.INT64, nanos),
        is(misfit("a time outside of the range of a number of Nanos")));
    assertThat(
        cast(MICROS, Instant.parse("2001-01-01T00:00:00Z"), FieldType.INT16, seconds),
        is(misfit("a number outside of the range of INT16")));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Mapping.byName().epoch("v", ChronoUnit.DAYS))
            .getMessage(),
        containsString("Mapping.epoch(v) must be given a unit of"));
  }

  @Test
  public void inZone_isTheClocksOfTheZone() {
    Mapping zoned = Mapping.byName().inZone("v", BERLIN);
    Instant time = Instant.parse("2001-06-30T22:30:00Z");
    assertThat(cast(MICROS, time, DATE, zoned), is(LocalDate.of(2001, 7, 1)));
    assertThat(cast(MICROS, time, TIME, zoned), is(LocalTime.of(0, 30)));
    assertThat(cast(MICROS, time, LOCAL, zoned), is(LocalDateTime.of(2001, 7, 1, 0, 30)));
    assertThat(cast(LOCAL, LocalDateTime.of(2001, 7, 1, 0, 30), MICROS, zoned), is(time));
    assertThat(
        cast(DATE, LocalDate.of(2001, 7, 1), MICROS, zoned),
        is(Instant.parse("2001-06-30T22:00:00Z")));
    assertThat(
        cast(LOCAL, LocalDateTime.of(2001, 3, 25, 2, 30), MICROS, zoned),
        is(misfit("a local time that the clocks skip")));
    assertThat(
        cast(LOCAL, LocalDateTime.of(2001, 10, 28, 2, 30), MICROS, zoned),
        is(Instant.parse("2001-10-28T00:30:00Z")));
    assertThat(
        cast(
            DATE,
            LocalDate.of(2011, 12, 30),
            MICROS,
            Mapping.byName().inZone("v", ZoneId.of("Pacific/Apia"))),
        is(misfit("a day that the calendar skips")));
  }

  @Test
  public void parsing_readsExactlyOrFails() {
    assertThat(cast(FieldType.STRING, "-012", FieldType.INT64, PARSING), is(-12L));
    for (String wrong : List.of("", " 1", "1 ", "1.0", "١", "0x1", "1_0", "--1", "1L")) {
      assertThat(
          wrong,
          cast(FieldType.STRING, wrong, FieldType.INT64, PARSING),
          is(misfit("a text that is no whole number")));
    }
    assertThat(
        cast(FieldType.STRING, "9223372036854775808", FieldType.INT64, PARSING),
        is(misfit("a number outside of the range of INT64")));
    assertThat(
        cast(FieldType.STRING, "1.50", FieldType.DECIMAL, PARSING), is(new BigDecimal("1.50")));
    assertThat(cast(FieldType.STRING, "-2e3", FieldType.DOUBLE, PARSING), is(-2000.0));
    assertThat(
        cast(FieldType.STRING, "0.10000000000000000001", FieldType.DOUBLE, PARSING),
        is(misfit("a number that DOUBLE does not hold exactly")));
    for (String wrong : List.of("NaN", "Infinity", "1,5", ".5", "5.", "1e99999", "0x1p3", "1d")) {
      assertThat(
          wrong,
          cast(FieldType.STRING, wrong, FieldType.DECIMAL, PARSING),
          is(misfit("a text that is no number")));
    }
    assertThat(cast(FieldType.STRING, "true", FieldType.BOOLEAN, PARSING), is(true));
    assertThat(
        cast(FieldType.STRING, "TRUE", FieldType.BOOLEAN, PARSING),
        is(misfit("a text that is neither of the two words of a boolean")));
    Mapping yes = Mapping.byName().parsing("v", TextForm.booleans("Y", "N"));
    assertThat(cast(FieldType.STRING, "N", FieldType.BOOLEAN, yes), is(false));
    assertThat(
        cast(FieldType.STRING, "true", FieldType.BOOLEAN, yes),
        is(misfit("a text that is neither of the two words of a boolean")));
    assertThat(
        cast(FieldType.STRING, "BLUE", FieldType.logicalType(COLOUR), PARSING),
        is(COLOUR.valueOf("BLUE")));
    assertThat(
        cast(FieldType.STRING, "blue", FieldType.logicalType(COLOUR), PARSING),
        is(misfit("a text that is no name of the enumeration")));
  }

  @Test
  public void parsing_times_byIsoOrByPattern() {
    assertThat(
        cast(FieldType.STRING, "2001-01-01T01:00:00.5+01:00", FieldType.DATETIME, PARSING),
        is(org.joda.time.Instant.parse("2001-01-01T00:00:00.5Z")));
    String wrong = misfit("a text that is no time of the form asked for");
    assertThat(cast(FieldType.STRING, "2001-01-01T01:00:00", MICROS, PARSING), is(wrong));
    assertThat(cast(FieldType.STRING, "2001-02-29T01:00:00Z", MICROS, PARSING), is(wrong));
    assertThat(cast(FieldType.STRING, "2001-02-28", DATE, PARSING), is(LocalDate.of(2001, 2, 28)));
    assertThat(
        cast(FieldType.STRING, "2001-02-29", DATE, PARSING),
        is(misfit("a text that is no date of the form asked for")));
    assertThat(cast(FieldType.STRING, "10:15:30", TIME, PARSING), is(LocalTime.of(10, 15, 30)));
    assertThat(
        cast(FieldType.STRING, "2001-02-28T10:15", LOCAL, PARSING),
        is(LocalDateTime.of(2001, 2, 28, 10, 15)));

    Mapping german = Mapping.byName().parsing("v", TextForm.time("dd.MM.yyyy HH:mm", BERLIN));
    assertThat(
        cast(FieldType.STRING, "01.07.2001 00:30", MICROS, german),
        is(Instant.parse("2001-06-30T22:30:00Z")));
    assertThat(
        cast(FieldType.STRING, "25.03.2001 02:30", MICROS, german),
        is(misfit("a local time that the clocks skip")));
    assertThat(
        cast(FieldType.STRING, "28.10.2001 02:30", MICROS, german),
        is(Instant.parse("2001-10-28T00:30:00Z")));
    assertThat(
        cast(FieldType.STRING, "01.07.2001 00:30", LOCAL, german),
        is(LocalDateTime.of(2001, 7, 1, 0, 30)));
    assertThat(cast(FieldType.STRING, "1.7.2001 00:30", MICROS, german), is(wrong));
    Mapping day = Mapping.byName().parsing("v", TextForm.time("yyyyMMdd", BERLIN));
    assertThat(
        cast(FieldType.STRING, "20010701", MICROS, day), is(Instant.parse("2001-06-30T22:00:00Z")));
    Mapping offset = Mapping.byName().parsing("v", TextForm.time("yyyyMMdd HHmmX", BERLIN));
    assertThat(
        cast(FieldType.STRING, "20010701 0030Z", MICROS, offset),
        is(Instant.parse("2001-07-01T00:30:00Z")));
  }

  @Test
  public void parsing_patternWithTooLittle_isRefused() {
    for (String pattern : List.of("HH:mm", "yyyy-MM", "yyyy-MM-dd hh:mm")) {
      Mapping mapping = Mapping.byName().parsing("v", TextForm.time(pattern, BERLIN));
      assertThat(
          pattern,
          refused(FieldType.STRING, "x", MICROS, mapping),
          is("Conform: 'v': the pattern of parsing() gives too little for the type of the field."));
    }
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> TextForm.time("pp{", BERLIN))
            .getMessage(),
        containsString("TextForm.time() must be given a pattern of java.time's"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> TextForm.booleans("x", "x"))
            .getMessage(),
        is("TextForm.booleans() must be given two words, but both were: x"));
  }

  @Test
  public void printing_isReadAsTheSameAgain() {
    assertThat(cast(FieldType.INT64, -5L, FieldType.STRING, PRINTING), is("-5"));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("1E-7"), FieldType.STRING, PRINTING),
        is("0.0000001"));
    assertThat(
        cast(FieldType.DECIMAL, new BigDecimal("1E+2000"), FieldType.STRING, PRINTING),
        is("1E+2000"));
    assertThat(cast(FieldType.DOUBLE, 0.1, FieldType.STRING, PRINTING), is("0.1"));
    assertThat(cast(FieldType.BOOLEAN, true, FieldType.STRING, PRINTING), is("true"));
    assertThat(
        cast(FieldType.DATETIME, new org.joda.time.Instant(0), FieldType.STRING, PRINTING),
        is("1970-01-01T00:00:00Z"));
    assertThat(cast(DATE, LocalDate.EPOCH, FieldType.STRING, PRINTING), is("1970-01-01"));
  }

  @Test
  public void logicalTypes_areCheckedAndPassedThrough() {
    FieldType short5 = FieldType.logicalType(VariableString.of(5));
    assertThat(cast(FieldType.STRING, "abc", short5), is("abc"));
    assertThat(cast(short5, "abc", FieldType.STRING), is("abc"));
    assertThat(
        cast(FieldType.STRING, "secret", short5),
        is(misfit("a value that " + VariableString.IDENTIFIER + " does not allow")));
    FieldType cents = FieldType.logicalType(FixedPrecisionNumeric.of(5, 2));
    assertThat(cast(FieldType.INT64, 7L, cents), is(new BigDecimal("7")));
    assertThat(
        cast(FieldType.STRING, "123456.78", cents, PARSING),
        is(misfit("a value that " + FixedPrecisionNumeric.IDENTIFIER + " does not allow")));
    assertThat(
        cast(FieldType.logicalType(COLOUR), COLOUR.valueOf("RED"), FieldType.STRING), is("RED"));
  }

  @Test
  public void arraysAndMaps_becomeWhatIsInThem() {
    assertThat(
        cast(FieldType.array(FieldType.INT32), List.of(1, 2), FieldType.iterable(FieldType.INT64)),
        is(List.of(1L, 2L)));
    assertThat(
        cast(
            FieldType.map(FieldType.INT32, FieldType.INT32),
            Map.of(1, 2),
            FieldType.map(FieldType.INT64, FieldType.DECIMAL)),
        is(Map.of(1L, new BigDecimal("2"))));
    assertThat(
        cast(FieldType.array(FieldType.INT64), List.of(1L, 300L), FieldType.array(FieldType.BYTE)),
        is("conform_failed: 'v[*]': a number outside of the range of BYTE"));
    assertThat(
        cast(
            FieldType.array(FieldType.STRING),
            List.of("1", "2"),
            FieldType.array(FieldType.INT64),
            Mapping.byName().parsing("v[*]")),
        is(List.of(1L, 2L)));
    assertThat(
        cast(
            FieldType.array(FieldType.INT64.withNullable(true)),
            java.util.Arrays.asList(1L, null),
            FieldType.array(FieldType.INT64)),
        is("conform_failed: 'v[*]': null, which it may not be"));
    assertThat(
        cast(
            FieldType.array(FieldType.INT64.withNullable(true)),
            java.util.Arrays.asList(1L, null),
            FieldType.array(FieldType.INT64),
            Mapping.byName().withDefault("v[*]", 0)),
        is(List.of(1L, 0L)));
  }

  @Test
  public void whatIsNotTurned_isRefusedWithTheRemedy() {
    assertThat(
        refused(FieldType.STRING, "x", FieldType.INT64, Mapping.byName()),
        is(
            "Conform: 'v': STRING is not turned into INT64 by itself. Say parsing() where the text"
                + " is to be read, or set() an expression."));
    assertThat(
        refused(FieldType.INT64, 1L, FieldType.STRING, Mapping.byName()),
        is(
            "Conform: 'v': INT64 is not turned into STRING by itself. Say printing() where its text"
                + " is meant, or set() an expression."));
    assertThat(
        refused(FieldType.INT64, 1L, FieldType.DATETIME, Mapping.byName()),
        is(
            "Conform: 'v': INT64 is not turned into DATETIME by itself. Say epoch() with the unit"
                + " of the number."));
    assertThat(
        refused(MICROS, Instant.EPOCH, DATE, Mapping.byName()),
        is(
            "Conform: 'v': "
                + SqlTypes.TIMESTAMP.getIdentifier()
                + " is not turned into "
                + SqlTypes.DATE.getIdentifier()
                + " by itself. Say inZone() with the zone of the clocks."));
    assertThat(
        refused(FieldType.BOOLEAN, true, FieldType.INT64, Mapping.byName()),
        is(
            "Conform: 'v': BOOLEAN is not turned into INT64 by itself. Compute it with set(), or"
                + " map it to another field."));
    assertThat(
        refused(FieldType.INT64, 1L, FieldType.INT64, PARSING),
        is(
            "Conform: 'v': INT64 is not turned into INT64 by parsing(). Leave it out, or say"
                + " another."));
    assertThat(
        refused(
            FieldType.array(FieldType.STRING),
            List.of(),
            FieldType.array(FieldType.INT64),
            PARSING),
        equalTo(
            "Conform: parsing() must be said of single values, but 'v' is none. Say it of what is"
                + " in it: items[*], items[*].sku, attributes{*}."));
  }

  private static String refused(FieldType from, Object value, FieldType to, Mapping mapping) {
    return assertThrows(IllegalArgumentException.class, () -> cast(from, value, to, mapping))
        .getMessage();
  }
}
