package io.summerbeam.transforms.conform;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalQuery;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.jspecify.annotations.Nullable;

/** Values that are read from texts, and texts of values. */
final class TextCasts {

  // Of one form each, without a choice in it: matching takes time linear in the text.
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,30}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,1000}(?:\\.[0-9]{1,1000})?(?:[eE][+-]?[0-9]{1,4})?");

  // More than this many zeros are not written out.
  private static final int MAX_PLAIN_SCALE = 100;

  private TextCasts() {}

  /** Null where no text is read as that type. */
  static @Nullable Cast parsing(FieldType to, TextForm form, String where) {
    String pattern = form.pattern();
    String zone = form.zone();
    if (pattern != null && zone != null) {
      return time(to, TextForm.formatter(pattern), ZoneId.of(zone), where);
    }
    String whenTrue = form.whenTrue();
    String whenFalse = form.whenFalse();
    if (whenTrue != null && whenFalse != null) {
      return to.getTypeName() == TypeName.BOOLEAN ? truth(whenTrue, whenFalse) : null;
    }
    InstantType instant = InstantType.of(to);
    if (instant != null) {
      return text -> instant.of(parse((String) text, OffsetDateTime::parse, "time").toInstant());
    }
    LocalType local = LocalType.of(to);
    if (local != null) {
      return switch (local) {
        case DATE -> text -> parse((String) text, LocalDate::parse, "date");
        case TIME -> text -> parse((String) text, LocalTime::parse, "time of day");
        case DATE_AND_TIME -> text -> parse((String) text, LocalDateTime::parse, "local time");
      };
    }
    if (to.getLogicalType() instanceof EnumerationType names) {
      return text -> named(names, (String) text);
    }
    return switch (to.getTypeName()) {
      case BYTE, INT16, INT32, INT64 -> {
        TypeName type = to.getTypeName();
        yield text -> whole((String) text, type);
      }
      case DECIMAL -> text -> decimal((String) text);
      case DOUBLE -> text -> NumberCasts.toDouble(decimal((String) text));
      case FLOAT -> text -> NumberCasts.toFloat(decimal((String) text));
      case BOOLEAN -> truth("true", "false");
      default -> null;
    };
  }

  /** Null where the type has no text. */
  static @Nullable Cast printing(FieldType from) {
    InstantType instant = InstantType.of(from);
    if (instant != null) {
      return value -> instant.toInstant(value).toString();
    }
    if (LocalType.of(from) != null) {
      return Object::toString;
    }
    return switch (from.getTypeName()) {
      case BYTE, INT16, INT32, INT64, FLOAT, DOUBLE, BOOLEAN -> Object::toString;
      case DECIMAL -> value -> plain((BigDecimal) value);
      default -> null;
    };
  }

  private static String plain(BigDecimal value) {
    return Math.abs((long) value.scale()) <= MAX_PLAIN_SCALE
        ? value.toPlainString()
        : value.toString();
  }

  private static Object whole(String text, TypeName type) throws MisfitException {
    if (!WHOLE.matcher(text).matches()) {
      throw new MisfitException("a text that is no whole number");
    }
    try {
      return NumberCasts.whole(Long.parseLong(text), type);
    } catch (NumberFormatException e) {
      throw new MisfitException("a number outside of the range of " + type);
    }
  }

  private static BigDecimal decimal(String text) throws MisfitException {
    if (!DECIMAL.matcher(text).matches()) {
      throw new MisfitException("a text that is no number");
    }
    return new BigDecimal(text);
  }

  private static Cast truth(String whenTrue, String whenFalse) {
    return text -> {
      if (text.equals(whenTrue)) {
        return true;
      }
      if (text.equals(whenFalse)) {
        return false;
      }
      throw new MisfitException("a text that is neither of the two words of a boolean");
    };
  }

  private static Object named(EnumerationType names, String text) throws MisfitException {
    if (!names.getValuesMap().containsKey(text)) {
      throw new MisfitException("a text that is no name of the enumeration");
    }
    return names.valueOf(text);
  }

  private static @Nullable Cast time(
      FieldType to, DateTimeFormatter formatter, ZoneId zone, String where) {
    LocalType local = LocalType.of(to);
    if (local != null) {
      TemporalQuery<?> query =
          switch (local) {
            case DATE -> LocalDate::from;
            case TIME -> LocalTime::from;
            case DATE_AND_TIME -> LocalDateTime::from;
          };
      requireEnough(formatter, query, where);
      return text -> parse((String) text, shown -> formatter.parse(shown, query), "time");
    }
    InstantType instant = InstantType.of(to);
    if (instant == null) {
      return null;
    }
    requireEnough(formatter, LocalDate::from, where);
    requireWholeTime(formatter, where);
    return text -> instant.of(instant((String) text, formatter, zone));
  }

  private static Instant instant(String text, DateTimeFormatter formatter, ZoneId zone)
      throws MisfitException {
    TemporalAccessor parsed = parse(text, formatter::parse, "time");
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed);
    }
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (date == null || (time == null && hasPartOfTime(parsed))) {
      throw new MisfitException("a text that is no time");
    }
    return time == null
        ? LocalType.startOf(date, zone)
        : LocalType.instantOf(date.atTime(time), zone);
  }

  // A pattern without what the type is made of would refuse every text.
  private static void requireEnough(
      DateTimeFormatter formatter, TemporalQuery<?> query, String where) {
    try {
      formatter.parse(sample(formatter), query);
    } catch (DateTimeException e) {
      throw tooLittle(where, e);
    }
  }

  // A pattern with hours of half a day, and nothing that says which half.
  private static void requireWholeTime(DateTimeFormatter formatter, String where) {
    TemporalAccessor sample = formatter.parse(sample(formatter));
    if (sample.query(TemporalQueries.localTime()) == null && hasPartOfTime(sample)) {
      throw tooLittle(where, null);
    }
  }

  private static boolean hasPartOfTime(TemporalAccessor parsed) {
    for (ChronoField field : ChronoField.values()) {
      if (field.isTimeBased() && parsed.isSupported(field)) {
        return true;
      }
    }
    return false;
  }

  private static String sample(DateTimeFormatter formatter) {
    return formatter.format(Instant.EPOCH.atZone(ZoneId.of("UTC")));
  }

  private static IllegalArgumentException tooLittle(String where, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        where + ": the pattern of parsing() gives too little for the type of the field.", cause);
  }

  private static <T> T parse(String text, Function<String, T> parser, String what)
      throws MisfitException {
    try {
      return parser.apply(text);
    } catch (DateTimeException e) {
      // Its message quotes the text.
      throw new MisfitException("a text that is no " + what + " of the form asked for");
    }
  }
}
