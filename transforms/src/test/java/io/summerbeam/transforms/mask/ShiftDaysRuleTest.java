package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.redact;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static io.summerbeam.transforms.mask.TestKey.OTHER;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.transforms.mask.fpe.Alphabet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

public class ShiftDaysRuleTest {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final LocalDate BORN = LocalDate.of(1980, 2, 29);

  @Test
  public void date_isShiftedByTheHashOfItsSubject() throws Exception {
    for (int patient = 0; patient < 100; patient++) {
      LocalDate masked = (LocalDate) shift(DATE, BORN, "P" + patient, 30);
      assertThat(masked, equalTo(BORN.plusDays(days("P" + patient, 30))));
    }
  }

  @Test
  public void shifts_areAllUpToTheLimitButNone() {
    TreeSet<Long> shifts = new TreeSet<>();
    for (int patient = 0; patient < 2000; patient++) {
      shifts.add(ChronoUnit.DAYS.between(BORN, (LocalDate) shift(DATE, BORN, "P" + patient, 5)));
    }
    assertThat(
        shifts, equalTo(new TreeSet<>(List.of(-5L, -4L, -3L, -2L, -1L, 1L, 2L, 3L, 4L, 5L))));
  }

  @Test
  public void allTypes_areShiftedTheSame() throws Exception {
    long days = days("P1", 100);
    Map<FieldType, Object> values = new HashMap<>();
    values.put(DATE, BORN);
    values.put(
        FieldType.logicalType(SqlTypes.DATETIME), LocalDateTime.of(1980, 2, 29, 23, 59, 1, 9));
    values.put(
        FieldType.logicalType(SqlTypes.TIMESTAMP), Instant.parse("1960-12-31T23:59:59.999999Z"));
    values.put(
        FieldType.logicalType(new NanosInstant()), Instant.parse("2020-01-01T00:00:00.000000001Z"));
    values.put(FieldType.logicalType(Timestamp.MILLIS), Instant.parse("2020-06-15T12:00:00.001Z"));
    values.put(FieldType.DATETIME, org.joda.time.Instant.parse("1969-12-31T23:59:59.999Z"));
    for (FieldType type : values.keySet()) {
      Object masked = shift(type, values.get(type), "P1", 100);
      assertThat(masked, equalTo(later(values.get(type), days)));
      assertThat(
          Masking.run(Unmask.fields(rule(100)), row(type, masked, "P1")),
          equalTo(row(type, values.get(type), "P1")));
    }
  }

  @Test
  public void randomDates_comeBackAndKeepTheirIntervals() {
    Random random = new Random(9);
    Schema schema =
        Schema.builder()
            .addField("born", DATE)
            .addField("seen", FieldType.array(FieldType.DATETIME))
            .addInt64Field("id")
            .build();
    Mask mask =
        Mask.fields(shiftDays("born", 365, "id", KEY), shiftDays("seen[*]", 365, "id", KEY));
    Unmask unmask =
        Unmask.fields(shiftDays("born", 365, "id", KEY), shiftDays("seen[*]", 365, "id", KEY));
    for (int i = 0; i < 1000; i++) {
      LocalDate born = LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000);
      org.joda.time.Instant one = new org.joda.time.Instant(random.nextLong() >> 16);
      org.joda.time.Instant two = new org.joda.time.Instant(random.nextLong() >> 16);
      Row row = Masking.row(schema, born, List.of(one, two), random.nextLong());
      Row masked = Masking.run(mask, row);
      LocalDate newBorn = masked.getLogicalTypeValue("born", LocalDate.class);
      org.joda.time.Instant newOne =
          (org.joda.time.Instant) masked.<org.joda.time.Instant>getArray("seen").iterator().next();
      assertThat(newBorn, not(equalTo(born)));
      assertThat(
          newOne.getMillis() - one.getMillis(),
          equalTo(86_400_000 * ChronoUnit.DAYS.between(born, newBorn)));
      assertThat(Masking.run(unmask, masked), equalTo(row));
    }
  }

  @Test
  public void numbersAsSubjects_countByTheirText() {
    Object asText = shift(DATE, BORN, "42", 1000);
    for (Object id :
        List.of((byte) 42, (short) 42, 42, 42L, "42".getBytes(StandardCharsets.UTF_8))) {
      assertThat(shift(DATE, BORN, id, 1000), equalTo(asText));
    }
    assertThat(shift(DATE, BORN, "43", 1000), not(equalTo(asText)));
  }

  @Test
  public void subjects_areOfAnyText() throws Exception {
    for (String subject : List.of("", "é", "e\u0301", "😀", "x".repeat(100_000))) {
      assertThat(shift(DATE, BORN, subject, 30), equalTo(BORN.plusDays(days(subject, 30))));
    }
  }

  @Test
  public void subjectMaskedToo_isTheSubjectAsMasked_soThatItComesBack() throws Exception {
    Schema schema = schema(DATE, FieldType.STRING);
    Row masked =
        Masking.run(Mask.fields(rule(30), hash("id", KEY)), Masking.row(schema, BORN, "P1"));
    String pseudonym = Masking.mask("P1", hash("f", KEY));
    assertThat(masked, equalTo(Masking.row(schema, BORN.plusDays(days(pseudonym, 30)), pseudonym)));
    // The order of the rules makes no difference.
    assertThat(
        Masking.run(Mask.fields(hash("id", KEY), rule(30)), Masking.row(schema, BORN, "P1")),
        equalTo(masked));
    assertThat(
        Masking.run(Unmask.fields(rule(30)), masked),
        equalTo(Masking.row(schema, BORN, pseudonym)));
  }

  @Test
  public void subjectMaskedAway_isRefused() {
    assertThat(
        Masking.refusal(Mask.fields(rule(30), redact("id")), schema(DATE, FieldType.STRING)),
        containsString(
            "shiftDays('f'): it depends on 'id', and so equal values of that must be equal when"
                + " they are masked, but redact('id') does not keep them so."));
  }

  @Test
  public void subjectThatDependsItself_isRefused() {
    Schema schema =
        Schema.builder().addField("f", DATE).addStringField("id").addStringField("of").build();
    Mask mask =
        Mask.fields(
            rule(30), MaskRules.preserveFormat("id", KEY, Alphabet.DIGITS).withTweakField("of"));
    assertThat(Masking.refusal(mask, schema), containsString("shiftDays('f'): it depends on 'id'"));
  }

  @Test
  public void subjectInARow_isFound() throws Exception {
    Schema person = Schema.builder().addNullableField("id", FieldType.STRING).build();
    Schema schema =
        Schema.builder()
            .addField("f", DATE)
            .addNullableField("person", FieldType.row(person))
            .build();
    Mask mask = Mask.fields(shiftDays("f", 30, "person.id", KEY));
    assertThat(
        Masking.run(mask, Masking.row(schema, BORN, Masking.row(person, "P1"))),
        equalTo(Masking.row(schema, BORN.plusDays(days("P1", 30)), Masking.row(person, "P1"))));
    for (Object none : new Object[] {null, Masking.row(person, (Object) null)}) {
      assertThat(
          Masking.failure(mask, Masking.row(schema, BORN, none)).message(),
          equalTo("shiftDays('f'): the field 'person.id', which it depends on, is null"));
    }
  }

  @Test
  public void nullDate_staysNull_withoutASubject() {
    Schema schema = schema(DATE.withNullable(true), FieldType.STRING.withNullable(true));
    Row row = Masking.row(schema, null, null);
    assertThat(Masking.run(Mask.fields(rule(30)), row).getValue(0), nullValue());
  }

  @Test
  public void otherKeyOrLimit_isAnotherShift() {
    Object masked = shift(DATE, BORN, "P1", 10_000);
    Schema schema = schema(DATE, FieldType.STRING);
    Row other =
        Masking.run(
            Mask.fields(shiftDays("f", 10_000, "id", OTHER)), Masking.row(schema, BORN, "P1"));
    assertThat(other.getValue(0), not(equalTo(masked)));
    assertThat(shift(DATE, BORN, "P1", 9_999), not(equalTo(masked)));
  }

  @Test
  public void outOfRange_cannotBeMasked() {
    Schema schema = schema(DATE, FieldType.STRING);
    int failed = 0;
    for (int patient = 0; patient < 50; patient++) {
      for (LocalDate end : List.of(LocalDate.MAX, LocalDate.MIN)) {
        try {
          Masking.run(Mask.fields(rule(30)), Masking.row(schema, end, "P" + patient));
        } catch (AssertionError e) {
          assertThat(
              e.getMessage(),
              equalTo("shiftDays('f'): the date it would become is out of the range of the type"));
          failed++;
        }
      }
    }
    // Each is shifted in one direction, and one of the two is too far.
    assertThat(failed, equalTo(50));
  }

  @Test
  public void limit_outOfRange_isRefused() {
    for (int max : new int[] {-1, 0, 36_526}) {
      assertThrows(IllegalArgumentException.class, () -> shiftDays("f", max, "id", KEY));
    }
    shiftDays("f", 1, "id", KEY);
    shiftDays("f", 36_525, "id", KEY);
  }

  @Test
  public void otherTypes_areRefused() {
    assertThat(
        Masking.refusal(Mask.fields(rule(30)), schema(FieldType.STRING, FieldType.STRING)),
        containsString(
            "shiftDays('f'): shiftDays is for DATETIME and the logical types of dates and"
                + " timestamps, but the field is of type STRING. Parse it before."));
    assertThat(
        Masking.refusal(
            Mask.fields(rule(30)), schema(FieldType.logicalType(SqlTypes.TIME), FieldType.STRING)),
        containsString("shiftDays is for DATETIME"));
    assertThat(
        Masking.refusal(Mask.fields(rule(30)), schema(DATE, FieldType.DOUBLE)),
        containsString(
            "shiftDays('f'): it must depend on a text, bytes or a whole number, but 'id' is of type"
                + " DOUBLE."));
    assertThat(
        Masking.refusal(
            Mask.fields(shiftDays("f", 30, "id[*]", KEY)),
            schema(DATE, FieldType.array(FieldType.STRING))),
        containsString("'id[*]' leads to several"));
    assertThat(
        Masking.refusal(Mask.fields(shiftDays("f", 30, "ib", KEY)), schema(DATE, FieldType.STRING)),
        containsString("shiftDays('f'): there is no field 'ib'. Did you mean 'id'?"));
  }

  @Test
  public void key_tooShort_isRefusedOnTheWorker() {
    Schema schema = schema(DATE, FieldType.STRING);
    Mask mask = Mask.fields(shiftDays("f", 30, "id", new TestKey(3, 15)));
    assertThat(
        assertThrows(IllegalStateException.class, () -> mask.open(schema)).getMessage(),
        containsString("shiftDays('f'): the key test:3 must have 16 bytes or more"));
  }

  private static Object shift(FieldType type, Object value, Object subject, int max) {
    return Masking.run(Mask.fields(rule(max)), row(type, value, subject)).getValue(0);
  }

  private static ShiftDaysRule rule(int max) {
    return shiftDays("f", max, "id", KEY);
  }

  private static Row row(FieldType type, Object value, Object subject) {
    FieldType subjectType =
        subject instanceof Byte
            ? FieldType.BYTE
            : subject instanceof Short
                ? FieldType.INT16
                : subject instanceof Integer
                    ? FieldType.INT32
                    : subject instanceof Long
                        ? FieldType.INT64
                        : subject instanceof byte[] ? FieldType.BYTES : FieldType.STRING;
    return Masking.row(schema(type, subjectType), value, subject);
  }

  private static Schema schema(FieldType type, FieldType subjectType) {
    return Schema.builder().addField("f", type).addField("id", subjectType).build();
  }

  private static Object later(Object value, long days) {
    if (value instanceof LocalDate date) {
      return date.plusDays(days);
    }
    if (value instanceof LocalDateTime time) {
      return time.plusDays(days);
    }
    if (value instanceof Instant instant) {
      return instant.plus(days, ChronoUnit.DAYS);
    }
    return ((org.joda.time.Instant) value).plus(org.joda.time.Duration.standardDays(days));
  }

  /** The shift, computed with Java's own HMAC. */
  private static long days(String subject, int max) throws Exception {
    byte[] derived = hmac("HmacSHA512", KEY.read(), "shiftDays");
    long hash = ByteBuffer.wrap(hmac("HmacSHA256", derived, subject)).getLong();
    long one = Long.remainderUnsigned(hash, 2 * max) - max;
    return one < 0 ? one : one + 1;
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
