package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class EventTimeTest {

  private static final String FLIGHT = "yyyy/MM/dd HH:mm";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Schema TEXT =
      Schema.builder().addInt64Field("n").addNullableField("date", FieldType.STRING).build();

  private static Instant read(String pattern, ZoneId zone, String text) throws MalformedException {
    return EventTime.of("date", pattern, zone)
        .reader(TEXT)
        .read(Row.withSchema(TEXT).addValues(0L, text).build());
  }

  private static String refusal(String pattern, ZoneId zone, String text) {
    return assertThrows(text, MalformedException.class, () -> read(pattern, zone, text))
        .getMessage();
  }

  private static Instant time(String iso) {
    return Instant.parse(iso);
  }

  @Test
  public void text_inTheForm() throws Exception {
    assertThat(
        read(FLIGHT, ZoneOffset.UTC, "2001/01/01 00:47"), equalTo(time("2001-01-01T00:47:00Z")));
    assertThat(
        read(FLIGHT, ZoneOffset.UTC, "2000/02/29 23:59"), equalTo(time("2000-02-29T23:59:00Z")));
    assertThat(
        read(FLIGHT, ZoneOffset.UTC, "0000/01/01 00:00"), equalTo(time("0000-01-01T00:00:00Z")));
    assertThat(
        read(FLIGHT, ZoneOffset.ofHours(-5), "2001/01/01 00:47"),
        equalTo(time("2001-01-01T05:47:00Z")));
    assertThat(
        read("uuuuMMdd'T'HHmmss.SSS", ZoneOffset.UTC, "20010203T040506.789"),
        equalTo(time("2001-02-03T04:05:06.789Z")));
    assertThat(
        read("dd.MM.yyyy", ZoneOffset.UTC, "03.02.2001"), equalTo(time("2001-02-03T00:00:00Z")));
  }

  @Test
  public void text_inAnotherFormMalformed() {
    for (String bad :
        List.of(
            "2001/02/30 00:00",
            "2001/02/29 00:00",
            "1900/02/29 00:00",
            "2001/00/10 00:00",
            "2001/13/10 00:00",
            "2001/01/00 00:00",
            "2001/01/01 24:00",
            "2001/01/01 23:60",
            "2001/01/01 0:47",
            "2001/1/01 00:470",
            "2001/01/01  0:47",
            "2001/01/01T00:47",
            "2001-01-01 00:47",
            "2001/01/01 00:47 ",
            " 2001/01/01 00:47",
            "2001/01/01 00:47:00",
            "2001/01/01",
            "-001/01/01 00:47",
            "+2001/01/01 00:47",
            "２００１/01/01 00:47",
            "secret",
            "")) {
      assertThat(
          refusal(FLIGHT, ZoneOffset.UTC, bad),
          equalTo("field 'date' must be a time that exists, as yyyy/MM/dd HH:mm, but is not"));
    }
    assertThat(
        refusal(FLIGHT, ZoneOffset.UTC, null),
        equalTo("field 'date' must be a time that exists, as yyyy/MM/dd HH:mm, but is null"));
  }

  @Test
  public void fixedWidthNumbers_readByOurParser() {
    for (String pattern : List.of(FLIGHT, "uuuuMMddHHmmssSSS", "dd.MM.yyyy", "uuuu-MM-dd'T'HH")) {
      assertThat(TimeParser.of(pattern, ZoneOffset.UTC), instanceOf(FixedWidthTimeParser.class));
    }
    for (String pattern : List.of("d.M.yyyy", "yyyy-MM-dd[ HH:mm]", "dd MMM yyyy", "yyyy-DDD")) {
      assertThat(TimeParser.of(pattern, ZoneOffset.UTC), instanceOf(FormattedTimeParser.class));
    }
  }

  @Test
  public void otherPatterns_readStrictly() throws Exception {
    assertThat(
        read("d MMM yyyy h:mm a", ZoneOffset.UTC, "3 Feb 2001 4:05 PM"),
        equalTo(time("2001-02-03T16:05:00Z")));
    assertThat(
        read("yyyy-MM-dd'T'HH:mm:ssXXX", ZoneOffset.UTC, "2001-02-03T04:05:06+02:00"),
        equalTo(time("2001-02-03T02:05:06Z")));
    assertThat(
        read("yyyy-MM-dd HH:mm VV", ZoneOffset.UTC, "2001-02-03 04:05 Europe/Berlin"),
        equalTo(time("2001-02-03T03:05:00Z")));
    assertThat(read("yyyy-DDD", ZoneOffset.UTC, "2001-034"), equalTo(time("2001-02-03T00:00:00Z")));
    assertThat(
        read("yyyy-MM-dd[ HH:mm]", ZoneOffset.UTC, "2001-02-03"),
        equalTo(time("2001-02-03T00:00:00Z")));
    assertThat(
        read("yyyy-MM-dd HH:mm:ss.SSSSSS", BERLIN, "2001-02-03 04:05:06.789000"),
        equalTo(time("2001-02-03T03:05:06.789Z")));

    for (String bad :
        List.of("03 Feb 2001 4:05 PM", "3 feb 2001 4:05 PM", "30 Feb 2001 4:05 PM", "3 Feb 2001")) {
      refusal("d MMM yyyy h:mm a", ZoneOffset.UTC, bad);
    }
    refusal("yyyy-MM-dd'T'HH:mm:ssXXX", ZoneOffset.UTC, "2001-02-03T24:00:00Z");
    refusal("yyyy-MM-dd HH:mm VV", ZoneOffset.UTC, "2001-03-25 02:30 Europe/Berlin");
  }

  @Test
  public void finerThanAMillisecond_cutOff() throws Exception {
    assertThat(
        read("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", ZoneOffset.UTC, "2001-01-01T00:00:00.123456"),
        equalTo(time("2001-01-01T00:00:00.123Z")));
    assertThat(
        read(
            "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", ZoneOffset.UTC, "2001-01-01T00:00:00.999999999Z"),
        equalTo(time("2001-01-01T00:00:00.999Z")));
    // Before 1970 too it is the millisecond that the time is in.
    assertThat(
        read("yyyy-MM-dd HH:mm:ss.SSSSSS", BERLIN, "1969-12-31 23:59:59.999999"),
        equalTo(time("1969-12-31T22:59:59.999Z")));
    assertThat(
        read("yyyy-MM-dd HH:mm:ss.SSSSSSX", ZoneOffset.UTC, "1969-12-31 23:59:59.999999Z"),
        equalTo(time("1969-12-31T23:59:59.999Z")));
  }

  @Test
  public void dayWithoutMidnight_startsWhenTheClocksGoOn() throws Exception {
    ZoneId saoPaulo = ZoneId.of("America/Sao_Paulo");
    Instant start = time("2018-11-04T03:00:00Z");
    // The first is read by our parser, the others by the JDK's.
    assertThat(read("yyyy-MM-dd", saoPaulo, "2018-11-04"), equalTo(start));
    assertThat(read("d.M.yyyy", saoPaulo, "4.11.2018"), equalTo(start));
    assertThat(read("yyyy-MM-dd[ HH:mm]", saoPaulo, "2018-11-04"), equalTo(start));
    assertThat(read("yyyy-MM-dd", saoPaulo, "2018-11-05"), equalTo(time("2018-11-05T02:00:00Z")));
    // A time of day that is given must exist, midnight too.
    for (String pattern : List.of("yyyy-MM-dd HH:mm", "yyyy-MM-dd[ HH:mm]")) {
      refusal(pattern, saoPaulo, "2018-11-04 00:00");
      refusal(pattern, saoPaulo, "2018-11-04 00:59");
      assertThat(read(pattern, saoPaulo, "2018-11-04 01:00"), equalTo(start));
    }
  }

  @Test
  public void day_thatMidnightComesTwiceStartsAtTheFirst() throws Exception {
    ZoneId havana = ZoneId.of("America/Havana");
    assertThat(read("yyyy-MM-dd", havana, "2018-11-04"), equalTo(time("2018-11-04T04:00:00Z")));
    assertThat(read("d.M.yyyy", havana, "4.11.2018"), equalTo(time("2018-11-04T04:00:00Z")));
  }

  @Test
  public void day_thatAZoneSkippedMalformed() throws Exception {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    refusal("yyyy-MM-dd", apia, "2011-12-30");
    refusal("d.M.yyyy", apia, "30.12.2011");
    assertThat(read("yyyy-MM-dd", apia, "2011-12-31"), equalTo(time("2011-12-30T10:00:00Z")));
  }

  @Test
  public void localTime_thatTheClocksSkipMalformed() throws Exception {
    assertThat(read(FLIGHT, BERLIN, "2001/03/25 01:59"), equalTo(time("2001-03-25T00:59:00Z")));
    assertThat(
        refusal(FLIGHT, BERLIN, "2001/03/25 02:30"),
        startsWith("field 'date' must be a time that"));
    assertThat(read(FLIGHT, BERLIN, "2001/03/25 03:00"), equalTo(time("2001-03-25T01:00:00Z")));
  }

  @Test
  public void localTime_thatTheClocksShowTwiceIsTheFirst() throws Exception {
    assertThat(read(FLIGHT, BERLIN, "2001/10/28 02:30"), equalTo(time("2001-10-28T00:30:00Z")));
    assertThat(read(FLIGHT, BERLIN, "2001/10/28 03:00"), equalTo(time("2001-10-28T02:00:00Z")));
  }

  @Test
  public void pattern_thatGivesNoDateRefused() {
    for (String bad : List.of("HH:mm", "yyyy/MM", "MM/dd", "yyyy/MM/dd mm", "yyyy-MM-dd hh:mm")) {
      assertThat(
          assertThrows(
                  bad,
                  IllegalArgumentException.class,
                  () -> EventTime.of("date", bad, ZoneOffset.UTC))
              .getMessage(),
          equalTo(
              "The pattern of an event time must give year, month and day, and no part of the"
                  + " time of day alone, but was: "
                  + bad));
    }
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> EventTime.of("date", "yyyy/MM/dd bb", ZoneOffset.UTC))
            .getMessage(),
        equalTo("The pattern of an event time must be one of java.time, but was: yyyy/MM/dd bb"));
  }

  @Test
  public void ofField_timesAndMilliseconds() throws Exception {
    Schema schema =
        Schema.builder()
            .addNullableField("millis", FieldType.INT64)
            .addNullableField("time", FieldType.DATETIME)
            .build();
    Instant instant = time("2001-01-01T00:47:00.001Z");
    Row row = Row.withSchema(schema).addValues(instant.getMillis(), instant).build();
    assertThat(EventTime.ofField("millis").reader(schema).read(row), equalTo(instant));
    assertThat(EventTime.ofField("time").reader(schema).read(row), equalTo(instant));
    Row nulls = Row.withSchema(schema).addValues(null, null).build();
    assertThat(
        assertThrows(
                MalformedException.class,
                () -> EventTime.ofField("millis").reader(schema).read(nulls))
            .getMessage(),
        equalTo("field 'millis' must be the event time, but is null"));
  }

  @Test
  public void time_outsideOfBeamsRangeMalformed() throws Exception {
    Schema schema = Schema.builder().addInt64Field("millis").build();
    EventTimeReader reader =
        EventTime.ofField("millis").withMaxFuture(Durations.MAX).reader(schema);
    long min = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    long max = GlobalWindow.INSTANCE.maxTimestamp().getMillis();
    for (long good : new long[] {min, max}) {
      assertThat(
          reader.read(Row.withSchema(schema).addValues(good).build()),
          equalTo(Instant.ofEpochMilli(good)));
    }
    for (long bad : new long[] {min - 1, max + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(
          assertThrows(
                  MalformedException.class,
                  () -> reader.read(Row.withSchema(schema).addValues(bad).build()))
              .getMessage(),
          equalTo("field 'millis' is a time outside of the range of Beam's timestamps"));
    }
  }

  @Test
  public void time_farInTheFutureMalformed() throws Exception {
    long[] now = {time("2001-01-01T00:00:00Z").getMillis()};
    EventTimeReader reader =
        EventTime.of("date", FLIGHT, ZoneOffset.UTC)
            .withMaxFuture(Duration.ofHours(2))
            .reader(TEXT, () -> java.time.Instant.ofEpochMilli(now[0]));
    for (String good : List.of("1901/01/01 00:00", "2001/01/01 02:00", "2001/01/01 01:00")) {
      reader.read(text(good));
    }
    for (String bad : List.of("2001/01/01 02:01", "2099/01/01 00:00")) {
      assertThat(
          assertThrows(MalformedException.class, () -> reader.read(text(bad))).getMessage(),
          equalTo(
              "field 'date' must be a time at most PT2H after now (withMaxFuture), but is later"));
    }
    now[0] += Duration.ofMinutes(1).toMillis();
    assertThat(reader.read(text("2001/01/01 02:01")), equalTo(time("2001-01-01T02:01:00Z")));
  }

  @Test
  public void time_moreThanADayInTheFutureMalformed_unlessItMayBe() throws Exception {
    EventTime eventTime = EventTime.of("date", FLIGHT, ZoneOffset.UTC);
    assertThat(eventTime.maxFuture(), equalTo(Duration.ofDays(1)));
    assertThrows(
        MalformedException.class, () -> eventTime.reader(TEXT).read(text("9999/01/01 00:00")));
    assertThat(
        eventTime
            .withMaxFuture(Duration.ofDays(365L * 9_999))
            .reader(TEXT)
            .read(text("9999/01/01 00:00")),
        equalTo(time("9999-01-01T00:00:00Z")));
  }

  @Test
  public void watermarks_followTheTimes() {
    EventTime eventTime = EventTime.ofField("time").withMaxFuture(Duration.ofHours(2));
    assertThat(eventTime.watermarks(), equalTo(Optional.empty()));
    assertThat(
        eventTime.withMaxOutOfOrderness(Duration.ofSeconds(30)).watermarks(),
        equalTo(
            Optional.of(
                BoundedOutOfOrderness.of(Duration.ofSeconds(30))
                    .withMaxFuture(Duration.ofHours(2)))));
  }

  @Test
  public void durations_negativeRefused() {
    EventTime eventTime = EventTime.ofField("time");
    Duration negative = Duration.ofSeconds(-1);
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> eventTime.withMaxOutOfOrderness(negative))
            .getMessage(),
        equalTo("EventTime.withMaxOutOfOrderness() must not be negative, but was: PT-1S"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> eventTime.withMaxFuture(negative))
            .getMessage(),
        equalTo("EventTime.withMaxFuture() must not be negative, but was: PT-1S"));
  }

  private static Row text(String date) {
    return Row.withSchema(TEXT).addValues(0L, date).build();
  }

  @Test
  public void field_ofAnotherTypeOrNameRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> EventTime.of("n", FLIGHT, ZoneOffset.UTC).reader(TEXT))
            .getMessage(),
        equalTo(
            "EventTime: field 'n' is of type INT64, but must be STRING. For a time that is none"
                + " use ofField()."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> EventTime.ofField("date").reader(TEXT))
            .getMessage(),
        equalTo(
            "EventTime: field 'date' is of type STRING, but must be DATETIME, MicrosInstant,"
                + " NanosInstant or INT64. For a text use of() with its pattern."));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> EventTime.ofField("dat").reader(TEXT))
            .getMessage(),
        containsString("Did you mean 'date'?"));
  }

  @Test
  public void message_quotesNoData() {
    assertThat(refusal(FLIGHT, ZoneOffset.UTC, "secret"), not(containsString("secret")));
    assertThat(refusal("d MMM yyyy", ZoneOffset.UTC, "secret"), not(containsString("secret")));
  }

  @Test
  public void eventTime_serializable() {
    EventTime time =
        EventTime.of("date", FLIGHT, BERLIN).withMaxOutOfOrderness(Duration.ofSeconds(30));
    assertThat(SerializableUtils.clone(time), equalTo(time));
    assertThat(time.field(), equalTo("date"));
    assertThat(time.pattern(), equalTo(FLIGHT));
    assertThat(time.zone(), equalTo(BERLIN));
  }
}
