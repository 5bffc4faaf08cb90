package io.summerbeam.transforms.validate;

import static io.summerbeam.transforms.validate.Held.by;
import static io.summerbeam.transforms.validate.Held.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** The expectations that need no code: what keeps them, what breaks them, what they refuse. */
public class ReadyExpectationsTest {

  private static final String E_ACUTE = "e\u0301";
  private static final String FACE = "\uD83D\uDE00";

  @Test
  public void notNull_valueOrNone() {
    Expectation notNull = Expectation.notNull("x");
    assertThat(by(notNull, FieldType.STRING, ""), equalTo(true));
    assertThat(by(notNull, FieldType.STRING, null), equalTo(false));
    assertThat(by(notNull, FieldType.array(FieldType.INT64), List.of()), equalTo(true));
    assertThat(
        assertThrows(IllegalArgumentException.class, notNull::orNull).getMessage(),
        equalTo(
            "orNull() is not for an expectation that says itself what null means: x is not"
                + " null."));
  }

  @Test
  public void inRange_wholeNumbers_bothLimitsIncluded() {
    Expectation range = Expectation.inRange("x", -1440, 2880);
    for (long value : new long[] {-1440, 0, 2880}) {
      assertThat(by(range, FieldType.INT64, value), equalTo(true));
    }
    for (long value : new long[] {-1441, 2881, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(by(range, FieldType.INT64, value), equalTo(false));
    }
    assertThat(by(Expectation.inRange("x", 1, 2), FieldType.BYTE, (byte) 2), equalTo(true));
    assertThat(by(Expectation.inRange("x", 1, 2), FieldType.INT16, (short) 3), equalTo(false));
    assertThat(by(Expectation.inRange("x", 1, 2), FieldType.INT32, 1), equalTo(true));
    assertThat(by(Expectation.inRange("x", 5, 5), FieldType.INT64, 5L), equalTo(true));
  }

  @Test
  public void inRange_limitsThatAreNoWholeNumbers_areExact() {
    Expectation range = Expectation.inRange("x", 0.5, new BigDecimal("1.5"));
    assertThat(by(range, FieldType.INT64, 0L), equalTo(false));
    assertThat(by(range, FieldType.INT64, 1L), equalTo(true));
    assertThat(by(range, FieldType.INT64, 2L), equalTo(false));
    Expectation huge = Expectation.inRange("x", new BigDecimal("-1e300"), BigInteger.TWO.pow(64));
    assertThat(by(huge, FieldType.INT64, Long.MAX_VALUE), equalTo(true));
    assertThat(by(huge, FieldType.INT64, Long.MIN_VALUE), equalTo(true));
    assertThat(
        refusal(Expectation.atLeast("x", BigInteger.TWO.pow(63)), FieldType.INT64),
        containsString("no whole number of 64 bits is on that side of 9223372036854775808"));
  }

  @Test
  public void atLeastAndAtMost_areOpenOnTheOtherSide() {
    assertThat(by(Expectation.atLeast("x", 1), FieldType.INT64, Long.MAX_VALUE), equalTo(true));
    assertThat(by(Expectation.atLeast("x", 1), FieldType.INT64, 0L), equalTo(false));
    assertThat(by(Expectation.atMost("x", 1), FieldType.INT64, Long.MIN_VALUE), equalTo(true));
    assertThat(by(Expectation.atMost("x", 1), FieldType.INT64, 2L), equalTo(false));
    assertThat(
        by(Expectation.atLeast("x", 1), FieldType.DOUBLE, Double.POSITIVE_INFINITY), equalTo(true));
  }

  @Test
  public void inRange_floatingPoint_limitsAreRoundedAndNaNIsOutside() {
    Expectation range = Expectation.inRange("x", -0.1, 0.1);
    assertThat(by(range, FieldType.DOUBLE, 0.1), equalTo(true));
    assertThat(by(range, FieldType.FLOAT, 0.1f), equalTo(true));
    assertThat(by(range, FieldType.FLOAT, -0.1f), equalTo(true));
    assertThat(by(range, FieldType.DOUBLE, Math.nextUp(0.1)), equalTo(false));
    assertThat(by(range, FieldType.DOUBLE, -0.0), equalTo(true));
    assertThat(by(range, FieldType.DOUBLE, Double.NaN), equalTo(false));
    assertThat(by(Expectation.atMost("x", 1), FieldType.DOUBLE, Double.NaN), equalTo(false));
  }

  @Test
  public void inRange_decimals_areComparedByTheirNumbers() {
    Expectation range = Expectation.inRange("x", 0.1, new BigDecimal("19.90"));
    assertThat(by(range, FieldType.DECIMAL, new BigDecimal("0.1")), equalTo(true));
    assertThat(by(range, FieldType.DECIMAL, new BigDecimal("0.10")), equalTo(true));
    assertThat(by(range, FieldType.DECIMAL, new BigDecimal("0.0999999999999")), equalTo(false));
    assertThat(by(range, FieldType.DECIMAL, new BigDecimal("19.900")), equalTo(true));
    assertThat(by(range, FieldType.DECIMAL, new BigDecimal("1e999999")), equalTo(false));
    assertThat(
        by(range, FieldType.logicalType(FixedPrecisionNumeric.of(4, 2)), new BigDecimal("19.91")),
        equalTo(false));
  }

  @Test
  public void inRange_datesAndTimes_asValuesOrAsText() {
    FieldType date = FieldType.logicalType(SqlTypes.DATE);
    for (Expectation range :
        List.of(
            Expectation.inRange("x", LocalDate.of(2001, 1, 1), LocalDate.of(2001, 12, 31)),
            Expectation.inRange("x", "2001-01-01", "2001-12-31"))) {
      assertThat(by(range, date, LocalDate.of(2001, 12, 31)), equalTo(true));
      assertThat(by(range, date, LocalDate.of(2002, 1, 1)), equalTo(false));
    }
    assertThat(
        by(
            Expectation.atLeast("x", "12:00"),
            FieldType.logicalType(SqlTypes.TIME),
            LocalTime.of(11, 59)),
        equalTo(false));
    assertThat(
        by(
            Expectation.atMost("x", "2001-01-01T00:00"),
            FieldType.logicalType(SqlTypes.DATETIME),
            LocalDateTime.of(2001, 1, 1, 0, 0)),
        equalTo(true));
    FieldType micros = FieldType.logicalType(new MicrosInstant());
    Expectation until = Expectation.atMost("x", "2001-01-01T00:00:00.000001Z");
    assertThat(by(until, micros, Instant.parse("2001-01-01T00:00:00.000001Z")), equalTo(true));
    assertThat(by(until, micros, Instant.parse("2001-01-01T00:00:00.000002Z")), equalTo(false));
  }

  @Test
  public void inRange_datetime_takesAnyKindOfInstant() {
    org.joda.time.Instant noon = org.joda.time.Instant.parse("2001-01-01T12:00:00Z");
    for (Expectation from :
        List.of(
            Expectation.atLeast("x", noon),
            Expectation.atLeast("x", Instant.parse("2001-01-01T12:00:00Z")),
            Expectation.atLeast("x", "2001-01-01T13:00:00+01:00"),
            // Between milliseconds: the next one is the first that is not before it.
            Expectation.atLeast("x", "2001-01-01T11:59:59.999000001Z"))) {
      assertThat(by(from, FieldType.DATETIME, noon), equalTo(true));
      assertThat(by(from, FieldType.DATETIME, noon.minus(1)), equalTo(false));
    }
    assertThat(
        by(Expectation.atMost("x", "2001-01-01T12:00:00.0009Z"), FieldType.DATETIME, noon),
        equalTo(true));
  }

  @Test
  public void inRange_whatDoesNotFit_isRefused() {
    assertThat(
        refusal(Expectation.atLeast("x", 1), FieldType.STRING),
        equalTo("Validate: 'x' holds String, but a range is for numbers, dates and times."));
    assertThat(
        refusal(Expectation.inRange("x", 2, 1), FieldType.INT64),
        equalTo(
            "Validate: 'x': no value is from 2 to 1. Exchange the limits, or change one of"
                + " them."));
    assertThat(
        refusal(Expectation.inRange("x", 0.1, 0.9), FieldType.INT64), containsString("no value"));
    assertThat(
        refusal(Expectation.inRange("x", 2, 1), FieldType.DECIMAL), containsString("no value"));
    assertThat(
        refusal(Expectation.inRange("x", 2, 1), FieldType.DOUBLE), containsString("no value"));
    assertThat(
        refusal(Expectation.atLeast("x", "soon"), FieldType.DATETIME),
        equalTo("Validate: 'x' takes an Instant in ISO 8601, which 'soon' is not."));
    assertThat(
        refusal(Expectation.atLeast("x", Double.NaN), FieldType.DOUBLE),
        equalTo("Validate: 'x' takes a number, which 'NaN' is not."));
    assertThat(
        refusal(Expectation.atLeast("x", "1e999999999"), FieldType.INT64),
        containsString("takes a number"));
    assertThat(
        refusal(Expectation.atLeast("x", 5), FieldType.DATETIME),
        equalTo("Validate: 'x' takes an Instant, which '5' is not."));
  }

  @Test
  public void matches_theWholeText() {
    Expectation code = Expectation.matches("x", "[A-Z]{3}");
    assertThat(by(code, FieldType.STRING, "DTW"), equalTo(true));
    for (String other : List.of("", "DT", "DTWX", "xDTW", "DTW\n")) {
      assertThat(other, by(code, FieldType.STRING, other), equalTo(false));
    }
    assertThat(by(Expectation.matches("x", ""), FieldType.STRING, ""), equalTo(true));
    assertThat(by(Expectation.matches("x", "a|ab"), FieldType.STRING, "ab"), equalTo(true));
    assertThat(by(code, FieldType.logicalType(VariableString.of(5)), "DTW"), equalTo(true));
  }

  @Test
  public void matches_unicode_byCodePoint() {
    assertThat(by(Expectation.matches("x", "."), FieldType.STRING, FACE), equalTo(true));
    assertThat(by(Expectation.matches("x", ".."), FieldType.STRING, E_ACUTE), equalTo(true));
    assertThat(by(Expectation.matches("x", "\\pL+"), FieldType.STRING, "Zürich"), equalTo(true));
    assertThat(by(Expectation.matches("x", "."), FieldType.STRING, "\uD83D"), equalTo(true));
  }

  @Test
  public void matches_veryLongText_takesLinearTime() {
    // With a backtracking engine this would not end.
    Expectation evil = Expectation.matches("x", "(a*)*b");
    assertThat(by(evil, FieldType.STRING, "a".repeat(100_000)), equalTo(false));
    assertThat(by(evil, FieldType.STRING, "a".repeat(100_000) + "b"), equalTo(true));
  }

  @Test
  public void matches_usedAgain_doesNotRememberTheTextBefore() {
    Schema schema = Schema.builder().addStringField("x").build();
    RowCheck check = ((RowRule) Expectation.matches("x", "a+").rule()).bind(schema, "Validate");
    for (String text : List.of("aaa", "b", "a", "")) {
      assertThat(
          check.holds(Row.withSchema(schema).addValue(text).build()),
          equalTo(text.startsWith("a")));
    }
  }

  @Test
  public void matches_whatDoesNotFit_isRefused() {
    assertThat(
        refusal(Expectation.matches("x", "1"), FieldType.INT64),
        equalTo("Validate: 'x' holds Long, but matches() is for text."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.matches("x", "[a"))
            .getMessage(),
        startsWith("matches() takes a pattern of RE2, which '[a' is not: "));
    assertThrows(IllegalArgumentException.class, () -> Expectation.matches("x", "(?=a)"));
  }

  @Test
  public void oneOf_eachType() {
    assertThat(by(Expectation.oneOf("x", "MI", "NV"), FieldType.STRING, "NV"), equalTo(true));
    assertThat(by(Expectation.oneOf("x", "MI", "NV"), FieldType.STRING, "nv"), equalTo(false));
    assertThat(by(Expectation.oneOf("x", ""), FieldType.STRING, ""), equalTo(true));
    assertThat(by(Expectation.oneOf("x", FACE), FieldType.STRING, FACE), equalTo(true));
    assertThat(by(Expectation.oneOf("x", "é"), FieldType.STRING, E_ACUTE), equalTo(false));
    for (Object two : List.of(2, 2L, (byte) 2, "2", new BigDecimal("2.0"), 2.0)) {
      assertThat(by(Expectation.oneOf("x", 1, two), FieldType.INT64, 2L), equalTo(true));
      assertThat(by(Expectation.oneOf("x", 1, two), FieldType.INT32, 2), equalTo(true));
      assertThat(by(Expectation.oneOf("x", two), FieldType.INT64, 1L), equalTo(false));
    }
    assertThat(
        by(Expectation.oneOf("x", 1.5, 100), FieldType.DECIMAL, new BigDecimal("1.50")),
        equalTo(true));
    assertThat(
        by(Expectation.oneOf("x", 1.5, 100), FieldType.DECIMAL, new BigDecimal("1e2")),
        equalTo(true));
    assertThat(by(Expectation.oneOf("x", true), FieldType.BOOLEAN, true), equalTo(true));
    assertThat(by(Expectation.oneOf("x", "true"), FieldType.BOOLEAN, false), equalTo(false));
    assertThat(
        by(
            Expectation.oneOf("x", "2001-01-01"),
            FieldType.logicalType(SqlTypes.DATE),
            LocalDate.of(2001, 1, 1)),
        equalTo(true));
    assertThat(
        by(
            Expectation.oneOf("x", "2001-01-01T00:00:00Z"),
            FieldType.DATETIME,
            org.joda.time.Instant.parse("2001-01-01T00:00:00Z")),
        equalTo(true));
    UUID uuid = new UUID(1, 2);
    assertThat(
        by(Expectation.oneOf("x", uuid.toString()), FieldType.logicalType(SqlTypes.UUID), uuid),
        equalTo(true));
    EnumerationType colors = EnumerationType.create("RED", "GREEN");
    assertThat(
        by(Expectation.oneOf("x", "GREEN"), FieldType.logicalType(colors), colors.valueOf("GREEN")),
        equalTo(true));
    assertThat(
        by(Expectation.oneOf("x", "GREEN"), FieldType.logicalType(colors), colors.valueOf("RED")),
        equalTo(false));
  }

  @Test
  public void oneOf_whatDoesNotFit_isRefused() {
    assertThat(
        refusal(Expectation.oneOf("x", 48226), FieldType.STRING),
        equalTo("Validate: 'x' takes a text, which '48226' is not."));
    assertThat(
        refusal(Expectation.oneOf("x", 1.5), FieldType.INT64),
        equalTo("Validate: 'x' takes a whole number of 64 bits, which '1.5' is not."));
    assertThat(
        refusal(Expectation.oneOf("x", 1.5), FieldType.DOUBLE),
        containsString("'x' holds Double, but oneOf() is for values that are equal or not"));
    assertThat(
        refusal(Expectation.oneOf("x", "maybe"), FieldType.BOOLEAN),
        containsString("takes a truth value (true, false)"));
    assertThat(
        refusal(Expectation.oneOf("x", "me"), FieldType.logicalType(SqlTypes.UUID)),
        containsString("takes a UUID"));
    assertThat(
        refusal(
            Expectation.oneOf("x", "GREN"),
            FieldType.logicalType(EnumerationType.create("RED", "GREEN"))),
        equalTo("Validate: 'x' has no value 'GREN'. Did you mean 'GREEN'? Values: RED, GREEN"));
    assertThat(
        refusal(Expectation.oneOf("x", "2001-01-01T00:00:00.0001Z"), FieldType.DATETIME),
        containsString("time of whole milliseconds"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.oneOf("x")).getMessage(),
        equalTo("oneOf() must be given at least one value."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.oneOf("x", "a", null))
            .getMessage(),
        equalTo("oneOf() must not be given null: orNull() lets it through."));
  }

  @Test
  public void length_text_inCodePoints() {
    Expectation two = Expectation.length("x", 2, 2);
    for (String text : List.of("ab", FACE + FACE, E_ACUTE, "\uD83D\uD83D", FACE + "a")) {
      assertThat(by(two, FieldType.STRING, text), equalTo(true));
    }
    for (String text : List.of("", "a", FACE, "abc", FACE + FACE + FACE, FACE + "ab")) {
      assertThat(text, by(two, FieldType.STRING, text), equalTo(false));
    }
    assertThat(by(Expectation.length("x", 0, 0), FieldType.STRING, ""), equalTo(true));
    assertThat(
        by(Expectation.length("x", 1_000_000, 1_000_000), FieldType.STRING, FACE.repeat(1_000_000)),
        equalTo(true));
    assertThat(
        by(Expectation.length("x", 5, Integer.MAX_VALUE), FieldType.STRING, "a".repeat(1000)),
        equalTo(true));
  }

  @Test
  public void length_bytesListsAndMaps_inElements() {
    Expectation two = Expectation.length("x", 2, 2);
    assertThat(by(two, FieldType.BYTES, "é".getBytes(StandardCharsets.UTF_8)), equalTo(true));
    assertThat(by(two, FieldType.array(FieldType.INT64), List.of(1L, 2L)), equalTo(true));
    assertThat(by(two, FieldType.array(FieldType.INT64), List.of()), equalTo(false));
    assertThat(by(two, FieldType.iterable(FieldType.INT64), List.of(1L, 2L, 3L)), equalTo(false));
    assertThat(
        by(two, FieldType.map(FieldType.STRING, FieldType.INT64), Map.of("a", 1L)), equalTo(false));
  }

  @Test
  public void length_whatDoesNotFit_isRefused() {
    assertThat(
        refusal(Expectation.length("x", 0, 1), FieldType.INT64),
        equalTo("Validate: 'x' holds Long, but a length is for text, bytes, lists and maps."));
    for (int[] limits : new int[][] {{-1, 1}, {2, 1}}) {
      assertThat(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Expectation.length("x", limits[0], limits[1]))
              .getMessage(),
          containsString("length() must be given 0 <= min <= max"));
    }
  }

  @Test
  public void null_breaksEveryRuleUnlessItMayBe() {
    for (Expectation expectation :
        List.of(
            Expectation.atLeast("x", 0),
            Expectation.oneOf("x", 1),
            Expectation.that("x", Long.class, x -> x > 0))) {
      assertThat(by(expectation, FieldType.INT64, null), equalTo(false));
      assertThat(by(expectation.orNull(), FieldType.INT64, null), equalTo(true));
      assertThat(by(expectation.orNull(), FieldType.INT64, -1L), equalTo(false));
      assertThat(by(expectation.orNull(), FieldType.INT64, 1L), equalTo(true));
    }
    for (Expectation expectation :
        List.of(Expectation.matches("x", ".*"), Expectation.length("x", 0, 9))) {
      assertThat(by(expectation, FieldType.STRING, null), equalTo(false));
      assertThat(by(expectation.orNull(), FieldType.STRING, null), equalTo(true));
    }
  }

  @Test
  public void path_intoRowsListsAndMaps_holdsForEachValue() {
    Schema item = Schema.builder().addNullableField("price", FieldType.INT64).build();
    Schema order =
        Schema.builder()
            .addNullableField(
                "customer", FieldType.row(Schema.builder().addStringField("zip").build()))
            .addNullableField("items", FieldType.array(FieldType.row(item).withNullable(true)))
            .addNullableField(
                "notes", FieldType.map(FieldType.STRING, FieldType.STRING.withNullable(true)))
            .build();
    Row customer =
        Row.withSchema(order.getField(0).getType().getRowSchema()).addValue("123").build();
    Expectation zip = Expectation.matches("customer.zip", "[0-9]+");
    Expectation price = Expectation.atLeast("items[*].price", 0);
    Expectation note = Expectation.length("notes{*}", 1, 5);

    Row good = order(order, customer, List.of(item(item, 0L), item(item, 5L)), Map.of("a", "ok"));
    for (Expectation each : List.of(zip, price, note)) {
      assertThat(by(each, good), equalTo(true));
    }
    assertThat(by(price, order(order, customer, List.of(), Map.of())), equalTo(true));
    assertThat(by(note, order(order, customer, List.of(), Map.of())), equalTo(true));
    assertThat(
        by(price, order(order, customer, List.of(item(item, 1L), item(item, -1L)), Map.of())),
        equalTo(false));
    assertThat(
        by(note, order(order, customer, List.of(), Map.of("a", "ok", "b", ""))), equalTo(false));
  }

  @Test
  public void path_nullAnywhereOnTheWay_isNull() {
    Schema item = Schema.builder().addNullableField("price", FieldType.INT64).build();
    Schema order =
        Schema.builder()
            .addNullableField("items", FieldType.array(FieldType.row(item).withNullable(true)))
            .build();
    Expectation price = Expectation.atLeast("items[*].price", 0);
    Expectation there = Expectation.notNull("items[*].price");
    List<Row> withNullPrice = List.of(item(item, null));
    List<Row> withNullItem = new ArrayList<>(Arrays.asList((Row) null));
    for (List<Row> items : Arrays.asList(withNullPrice, withNullItem, null)) {
      Row row = Row.withSchema(order).addValue(items).build();
      assertThat(by(price, row), equalTo(false));
      assertThat(by(there, row), equalTo(false));
      assertThat(by(price.orNull(), row), equalTo(true));
    }
    Row mixed = Row.withSchema(order).addValue(List.of(item(item, null), item(item, -1L))).build();
    assertThat(by(price.orNull(), mixed), equalTo(false));
  }

  @Test
  public void path_thatLeadsNowhere_isRefused() {
    assertThat(
        refusal(Expectation.notNull("x.zip"), FieldType.STRING),
        equalTo("Validate: field path 'x.zip': 'x' is of type STRING and has no fields."));
    assertThat(
        refusal(Expectation.notNull("y"), FieldType.STRING),
        containsString("there is no field 'y'. Did you mean 'x'?"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.notNull("a..b"))
            .getMessage(),
        containsString("field path 'a..b'"));
  }

  @Test
  public void predicate_alongAPath_isCalledWithEachValue() {
    Expectation all = Expectation.that("x[*]", Long.class, n -> n > 0);
    FieldType numbers = FieldType.array(FieldType.INT64);
    assertThat(by(all, numbers, List.of(1L, 2L)), equalTo(true));
    assertThat(by(all, numbers, List.of(1L, -2L)), equalTo(false));
    assertThat(
        refusal(Expectation.that("x[*]", String.class, s -> true), numbers),
        containsString("the field 'x[*]' holds Long, but the predicate takes String."));
  }

  @Test
  public void expression_emptyOrWithoutNull_saysSo() {
    assertThrows(IllegalArgumentException.class, () -> Expectation.that(" "));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Expectation.that("x > 0").orNull())
            .getMessage(),
        containsString("says itself what null means: x > 0"));
  }

  @Test
  public void text_saysWhatIsExpected() {
    Map<Expectation, String> texts = new HashMap<>();
    texts.put(Expectation.notNull("a"), "a is not null");
    texts.put(Expectation.inRange("a.b", 1, 2), "a.b is from 1 to 2");
    texts.put(Expectation.atLeast("a", 1).orNull(), "a is at least 1, or null");
    texts.put(Expectation.atMost("a", "2001-01-01"), "a is at most 2001-01-01");
    texts.put(Expectation.matches("a", "x+"), "a matches x+");
    texts.put(Expectation.oneOf("a", 1, "b"), "a is one of 1, b");
    texts.put(
        Expectation.oneOf("a", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        "a is one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more");
    texts.put(Expectation.length("a", 1, 5), "a is from 1 to 5 long");
    texts.put(Expectation.length("a", 0, 5), "a is at most 5 long");
    texts.put(Expectation.length("a", 1, Integer.MAX_VALUE), "a is at least 1 long");
    texts.put(Expectation.unique("a", "b"), "unique by a, b");
    texts.put(
        Expectation.uniqueWithin(Duration.ofDays(1), "a").orNull(),
        "unique by a within PT24H, or null");
    texts.put(Expectation.monotonic("n", "a", "b"), "n does not fall, by a, b");
    texts.forEach((expectation, text) -> assertThat(expectation.text(), equalTo(text)));
  }

  private static Row order(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private static Row item(Schema schema, Long price) {
    return Row.withSchema(schema).addValue(price).build();
  }
}
