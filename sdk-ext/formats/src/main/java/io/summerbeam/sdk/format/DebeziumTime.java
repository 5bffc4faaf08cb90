package io.summerbeam.sdk.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** Reads a day or a time: a number of days, or of parts of a second; or ISO 8601. */
final class DebeziumTime extends JsonValue {

  private static final String FINER = "finer than that";

  private final FieldRule rule;
  private final boolean nullable;
  private final TimeText time;
  private final long perSecond;
  private final boolean countsDays;

  /**
   * @param unit of numbers
   */
  DebeziumTime(FieldType type, String path, TimeText time, ChronoUnit unit) {
    this.rule = new FieldRule(ruleOf(time), path);
    this.nullable = Boolean.TRUE.equals(type.getNullable());
    this.time = time;
    this.countsDays = unit == ChronoUnit.DAYS;
    this.perSecond =
        countsDays ? 1 : ChronoUnit.SECONDS.getDuration().dividedBy(unit.getDuration());
  }

  /** The unit of numbers where nobody said another: that of Debezium's defaults. */
  static ChronoUnit defaultUnit(TimeText time) {
    return switch (time) {
      case DAY -> ChronoUnit.DAYS;
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS, TIME_OF_DAY, LOCAL -> ChronoUnit.MICROS;
    };
  }

  private static String ruleOf(TimeText time) {
    return switch (time) {
      case DAY -> "a day";
      case TIME_OF_DAY -> "a time of day";
      case LOCAL -> "a time without offset";
      case MILLIS -> "a time in whole milliseconds (DATETIME)";
      case MICROS -> "a time in whole microseconds (MicrosInstant)";
    };
  }

  @Override
  @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return nullable ? null : rule.butIs(FieldRule.NULL);
    }
    if (token == JsonToken.VALUE_STRING) {
      Object value = time.parse(local(parser.getText()));
      return value == null ? rule.butIs(FieldRule.OTHER_TEXT) : value;
    }
    if (!JsonScalar.isLong(parser, token)) {
      parser.skipChildren();
      return rule.butIs(token.isNumeric() ? FieldRule.OUT_OF_RANGE : describe(token));
    }
    if (countsDays != (time == TimeText.DAY)) {
      return rule.butIs(countsDays ? "a number of days" : "a number of parts of a second");
    }
    try {
      return value(parser.getLongValue());
    } catch (DateTimeException | ArithmeticException e) {
      return rule.butIs(FieldRule.OUT_OF_RANGE);
    }
  }

  // Written in UTC, a day or time without a zone has one all the same: 2017-09-15Z.
  private String local(String text) {
    boolean hasZone = time == TimeText.MILLIS || time == TimeText.MICROS;
    return !hasZone && text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
  }

  private Object value(long number) {
    if (time == TimeText.DAY) {
      return LocalDate.ofEpochDay(number);
    }
    long seconds = Math.floorDiv(number, perSecond);
    int nanos = (int) (Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond));
    return switch (time) {
      case TIME_OF_DAY ->
          LocalTime.ofNanoOfDay(Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nanos));
      case LOCAL -> LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
      case MILLIS ->
          nanos % 1_000_000 == 0
              ? org.joda.time.Instant.ofEpochMilli(
                  Math.addExact(Math.multiplyExact(seconds, 1000L), nanos / 1_000_000))
              : rule.butIs(FINER);
      default -> nanos % 1_000 == 0 ? Instant.ofEpochSecond(seconds, nanos) : rule.butIs(FINER);
    };
  }
}
