package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.state.Durations;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.io.Serializable;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * How the event time of a record is read from one of its fields.
 *
 * <ul>
 *   <li>{@link #of} reads a text in a given form and time zone.
 *   <li>{@link #ofField} takes a field that is a time, or an INT64 field of milliseconds since
 *       1970-01-01T00:00:00Z.
 * </ul>
 *
 * <p>A record whose field is null, is not exactly in the form, or is no time that exists, is
 * malformed; so is one whose time Beam has no timestamp for, or is too far in the future ({@link
 * #withMaxFuture}): its window would stay open until then.
 */
@AutoValue
public abstract class EventTime implements Serializable {

  private static final long serialVersionUID = 1;

  /** The default of {@link #withMaxFuture}, a day: clocks and zones are not wrong by more. */
  public static final Duration DEFAULT_MAX_FUTURE = BoundedOutOfOrderness.DEFAULT_MAX_FUTURE;

  /**
   * A text, as {@code yyyy/MM/dd HH:mm}.
   *
   * <p>The pattern is in the letters of {@link java.time.format.DateTimeFormatter}; {@code yyyy} is
   * read as {@code uuuu}, names are English, and what the pattern does not give of the time of day
   * is zero; a day without a time of day is its first moment, even where the clocks skip midnight.
   * Beam's timestamps are whole milliseconds: what is finer is cut off, and stays in the field. The
   * text must be what the time looks like when it is written in the pattern: nothing is lenient,
   * and a day or time that does not exist (2001/02/30, 24:00) is none. Patterns of the fixed-width
   * numbers {@code uuuu}, {@code yyyy}, {@code MM}, {@code dd}, {@code HH}, {@code mm}, {@code ss},
   * {@code SSS} are read by a parser of our own, in some ten nanoseconds.
   *
   * @param zone where the time is local, if the text has no offset or zone of its own. A local time
   *     that the clocks skip is malformed; of one that they show twice the first is taken
   * @throws IllegalArgumentException if the pattern is none, or gives no year, month and day
   */
  public static EventTime of(String field, String pattern, ZoneId zone) {
    TimeParser.of(pattern, zone);
    return new AutoValue_EventTime(field, pattern, zone, DEFAULT_MAX_FUTURE, null);
  }

  /**
   * A field of type DATETIME, MicrosInstant or NanosInstant; or an INT64 field of milliseconds
   * since 1970-01-01T00:00:00Z. What is finer than a millisecond is cut off, and stays in the
   * field.
   */
  public static EventTime ofField(String field) {
    return new AutoValue_EventTime(field, null, null, DEFAULT_MAX_FUTURE, null);
  }

  /**
   * How far after the time at which it is read, by the worker's clock, a record may have happened.
   * What happened later is malformed, and moves no watermark. The past has no bound. For records of
   * what is planned give as long as one plans. Default: {@link #DEFAULT_MAX_FUTURE}.
   *
   * @throws IllegalArgumentException if it is negative or no whole number of milliseconds
   */
  public final EventTime withMaxFuture(Duration maxFuture) {
    return new AutoValue_EventTime(
        field(),
        pattern(),
        zone(),
        Durations.requireMillis("EventTime.withMaxFuture()", maxFuture),
        maxOutOfOrderness());
  }

  /**
   * How much earlier than one that was read before it a record may have happened, in one partition
   * of an unbounded source. So far behind the latest record is the watermark, and what comes later
   * still is late: see {@link #watermarks}. A bounded source knows no late records, and refuses
   * this. Default: what the source says.
   *
   * @throws IllegalArgumentException if it is negative or no whole number of milliseconds
   */
  public final EventTime withMaxOutOfOrderness(Duration maxOutOfOrderness) {
    return new AutoValue_EventTime(
        field(),
        pattern(),
        zone(),
        maxFuture(),
        Durations.requireMillis("EventTime.withMaxOutOfOrderness()", maxOutOfOrderness));
  }

  /** The field's name. */
  public abstract String field();

  /** The pattern of the text; null where the field is a time already. */
  public abstract @Nullable String pattern();

  /** The zone of a text without one. */
  public abstract @Nullable ZoneId zone();

  /** See {@link #withMaxFuture}. */
  public abstract Duration maxFuture();

  abstract @Nullable Duration maxOutOfOrderness();

  /** How a source's watermark follows these times; empty without {@link #withMaxOutOfOrderness}. */
  public final Optional<BoundedOutOfOrderness> watermarks() {
    return Optional.ofNullable(maxOutOfOrderness())
        .map(bound -> BoundedOutOfOrderness.of(bound).withMaxFuture(maxFuture()));
  }

  /**
   * What reads the time of rows of a schema; not thread-safe.
   *
   * @throws IllegalArgumentException if the schema has no such field, or it is of another type
   */
  public final EventTimeReader reader(Schema schema) {
    return reader(schema, InstantSource.system());
  }

  final EventTimeReader reader(Schema schema, InstantSource clock) {
    return new PresentEventTime(anyTimeReader(schema), field(), maxFuture(), clock);
  }

  private EventTimeReader anyTimeReader(Schema schema) {
    int index = Fields.indexOf(field(), schema, "EventTime");
    TypeName type = schema.getField(index).getType().getTypeName();
    String pattern = pattern();
    ZoneId zone = zone();
    if (pattern != null && zone != null) {
      require(type == TypeName.STRING, type, "STRING. For a time that is none use ofField()");
      return new TextEventTime(index, field(), TimeParser.of(pattern, zone), pattern);
    }
    require(
        type == TypeName.INT64 || FieldEventTime.isTime(schema.getField(index).getType()),
        type,
        "DATETIME, MicrosInstant, NanosInstant or INT64. For a text use of() with its pattern");
    return new FieldEventTime(index, field());
  }

  private void require(boolean fits, TypeName type, String rule) {
    if (!fits) {
      throw new IllegalArgumentException(
          "EventTime: field '" + field() + "' is of type " + type + ", but must be " + rule + ".");
    }
  }
}
