package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What records are expected to be, how that is called, and what becomes of those that are not. Made
 * by one of the methods here, given to {@link Validate#expect(Expectation)}:
 *
 * <pre>{@code
 * Validate.records()
 *     .expect("distance_positive", "distance > 0")
 *     .expect(Expectation.notNull("origin").withName("has_origin").onFailure(Action.DROP))
 *     .expect(Expectation.inRange("delay", -1440, 2880).withName("plausible").orNull())
 *     .expect(Expectation.matches("origin", "[A-Z]{3}").withName("airport_code"))
 * }</pre>
 *
 * <p>A name is mandatory; the action is {@link Action#DEAD_LETTER} where none is given.
 *
 * <p><b>Fields</b> are written as a {@link FieldPath}: {@code customer.zip}, {@code items[*].sku},
 * {@code attributes{*}}. Where a path leads to several values, all of them must keep the rule; an
 * empty list or map has none that breaks it. {@link #unique}, {@link #references} and {@link
 * #monotonic} take names of fields of the record itself.
 *
 * <p><b>Null</b> breaks every rule, at the end of a path and anywhere on the way, unless {@link
 * #orNull} says otherwise; in an expression it has the meaning that {@link Expression} says.
 *
 * <p><b>Constants</b> (limits, the values of {@link #oneOf}) are compared exactly with whole
 * numbers and decimals, and rounded to the nearest FLOAT or DOUBLE for fields of these types. Dates
 * and times may be given as ISO 8601 text, numbers as text too.
 *
 * <p>Immutable. What is wrong with a rule alone is refused here; what does not fit the records,
 * when the pipeline is built.
 */
public final class Expectation implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final @Nullable String name;
  private final Action action;
  private final Rule rule;
  private final @Nullable String place;

  private Expectation(@Nullable String name, Action action, Rule rule, @Nullable String place) {
    this.name = name;
    this.action = action;
    this.rule = rule;
    this.place = place;
  }

  private static Expectation of(Rule rule) {
    return new Expectation(null, Action.DEAD_LETTER, rule, null);
  }

  private static Expectation ofValues(String path, ValueCondition condition) {
    return of(new ValueRule(FieldPath.of(path), condition, false));
  }

  /** An expression in CEL is true, as in {@link Expression}. */
  public static Expectation that(String expression) {
    return of(new ExpressionRule(Expression.of(expression)));
  }

  /**
   * A predicate is true of the value of a field. It is not called with null.
   *
   * @param type the Java type of the field in a Row: Long for INT64, String for STRING, for a
   *     logical type what it stands for (LocalDate for SqlTypes.DATE), ...
   */
  public static <T> Expectation that(
      String path, Class<T> type, SerializableFunction<T, Boolean> predicate) {
    return of(new FieldPredicateRule<>(path, type, predicate, false));
  }

  /** A predicate is true of the whole row, which it sees without provenance. */
  public static Expectation that(SerializableFunction<Row, Boolean> predicate) {
    return of(new RowPredicateRule(predicate));
  }

  /** There is a value. */
  public static Expectation notNull(String path) {
    return ofValues(path, new PresentCondition());
  }

  /**
   * A number, date or time is between two others, both included. NaN never is.
   *
   * @param from a number, a java.time value, a Joda instant, or any of them as text
   */
  public static Expectation inRange(String path, Comparable<?> from, Comparable<?> to) {
    return between(path, from, to);
  }

  /** A number, date or time is this or greater. NaN never is. */
  public static Expectation atLeast(String path, Comparable<?> from) {
    return between(path, from, null);
  }

  /** A number, date or time is this or less. NaN never is. */
  public static Expectation atMost(String path, Comparable<?> to) {
    return between(path, null, to);
  }

  /** With one of the limits at least. */
  static Expectation between(String path, @Nullable Object from, @Nullable Object to) {
    return ofValues(path, new RangeCondition(from, to));
  }

  /**
   * A text matches, as a whole, a pattern of RE2, which takes time linear in its length. (The
   * function {@code matches} of CEL finds a pattern anywhere in a text.)
   *
   * @throws IllegalArgumentException if it is no such pattern
   */
  public static Expectation matches(String path, String pattern) {
    return ofValues(path, PatternCondition.of(pattern));
  }

  /**
   * A value is equal to one of these. The field may hold whole numbers, decimals (1.5 is 1.50),
   * text, true and false, dates, times, UUIDs, and values of an enumeration, which are given by
   * their names; not floating-point numbers.
   *
   * @throws IllegalArgumentException if there is none, or one is null
   */
  public static Expectation oneOf(String path, Object... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("oneOf() must be given at least one value.");
    }
    if (Arrays.asList(values).contains(null)) {
      throw new IllegalArgumentException(
          "oneOf() must not be given null: orNull() lets it through.");
    }
    return ofValues(path, new OneOfCondition(List.of(values)));
  }

  /**
   * How long a value is: a text in code points (a surrogate pair is one, and so is each combining
   * character), bytes in bytes, a list or a map in elements.
   *
   * @param min at least
   * @param max at most; {@link Integer#MAX_VALUE} where it does not matter
   * @throws IllegalArgumentException unless 0 &lt;= min &lt;= max
   */
  public static Expectation length(String path, int min, int max) {
    return ofValues(path, LengthCondition.of(min, max));
  }

  /**
   * Records are of a schema: these fields and no others, of these types, and a value wherever the
   * schema does not allow null, at any depth.
   *
   * <p>All Rows of a collection have one schema. So what their fields are called and which types
   * they have is compared once, when the pipeline is built, which fails with all differences. What
   * can be wrong with a single record is a null, where the input allows it and this schema does
   * not, and a value that is not of its field's Java class: a Row that was made by {@code
   * attachValues} is not checked by Beam. A field that the <em>data</em> has and the schema does
   * not, a JSON key for instance, is seen only where it is read: {@code
   * JsonFormat.of().refusingUnknownFields()}.
   */
  public static Expectation conformsTo(Schema schema) {
    return of(new SchemaRule(schema));
  }

  /**
   * No two records of one window have the same values in these fields: the first to arrive keeps
   * the expectation, the others break it; which is first may differ between runs. Null is equal to
   * null. Null, NaN and decimals are compared as in {@link
   * io.summerbeam.transforms.dedup.DropDuplicates}, which also says what state it keeps and on
   * which runners. The input is bounded, in any windows but sessions.
   *
   * @throws IllegalArgumentException if a field is named twice
   */
  public static Expectation unique(String field, String... others) {
    return of(new UniqueRule(KeyFields.names("unique()", field, others), null, false));
  }

  /**
   * As {@link #unique}, of records that are nearer to each other in event time than this. The input
   * may be unbounded, in the global window.
   *
   * @throws IllegalArgumentException if a field is named twice, or the time is not positive
   */
  public static Expectation uniqueWithin(Duration duration, String field, String... others) {
    UniqueRule rule =
        new UniqueRule(KeyFields.names("uniqueWithin()", field, others), duration, false);
    // It refuses a duration that it cannot do.
    rule.duplicates();
    return of(rule);
  }

  /**
   * A value is there in a field of a bounded table, which every worker holds in memory, as for
   * {@link io.summerbeam.transforms.enrich.Enrich#fromTable}. A key may be there several times; one
   * that is null is not looked at.
   *
   * @param table with a schema; its field is of the same type
   */
  public static Expectation references(String field, PCollection<Row> table, String tableField) {
    return references(Map.of(field, tableField), table);
  }

  /**
   * The same for a key of several fields.
   *
   * @param on from field to table field
   * @throws IllegalArgumentException if there is none
   */
  public static Expectation references(Map<String, String> on, PCollection<Row> table) {
    if (on.isEmpty()) {
      throw new IllegalArgumentException("references() must be given at least one field.");
    }
    return of(
        new ReferenceRule(Collections.unmodifiableMap(new LinkedHashMap<>(on)), table, false));
  }

  /**
   * A value does not fall: among records with the same key, in the order of their event times, each
   * one is at least as great as the one before, whether that kept the expectation or not. Records
   * of one event time have no order among themselves; each is compared with the greatest of the
   * time before. With a null nothing is compared.
   *
   * <p><b>Bounded input</b> is sorted by the runner, so that this is exact. It may be in any
   * windows but sessions; each is looked at for itself. <b>Unbounded input</b>, which must be in
   * the global window, is looked at as it comes: a record that is older than the newest of its key
   * is compared with that one only, and must not be greater.
   *
   * <p><b>State.</b> For each key a time and three values, for as long as the window lasts, so in
   * streaming for as long as the job: it is meant for devices or accounts, not for keys that are
   * always new.
   *
   * @param field of numbers, dates, times or text
   * @param by the field of the key
   * @param others more fields of the key
   * @throws IllegalArgumentException if a field is named twice
   */
  public static Expectation monotonic(String field, String by, String... others) {
    return of(new MonotonicRule(field, KeyFields.names("monotonic()", by, others), false));
  }

  /**
   * What it is called in dead letters, counters and the report at the end of a run.
   *
   * @param name letters, digits, {@code _} and {@code -}; starts with a letter
   * @throws IllegalArgumentException if it is not of that form
   */
  public Expectation withName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "An expectation must have a name of letters, digits, '_' and '-' that starts with a"
              + " letter, but was: '"
              + name
              + "'");
    }
    return new Expectation(name, action, rule, place);
  }

  /** What becomes of a record that breaks it. Default: {@link Action#DEAD_LETTER}. */
  public Expectation onFailure(Action action) {
    return new Expectation(name, action, rule, place);
  }

  /**
   * Null keeps it, too: at the end of the path and on the way there, and in a key.
   *
   * @throws IllegalArgumentException if it says itself what null means: an expression, a predicate
   *     on the row, {@link #notNull}, {@link #conformsTo}
   */
  public Expectation orNull() {
    return new Expectation(name, action, rule.orNull(), place);
  }

  /** The place where it stands in a file, for messages. */
  Expectation from(String place) {
    return new Expectation(name, action, rule, place);
  }

  boolean hasName() {
    return name != null;
  }

  /** What it is called. Asked only of those that were given to a {@link Validate}. */
  String name() {
    return Objects.requireNonNull(name);
  }

  Action action() {
    return action;
  }

  Rule rule() {
    return rule;
  }

  /** The rule in words. */
  String text() {
    return rule.text();
  }

  /** The first words of messages about it. */
  String where() {
    return "Validate, expectation '" + name() + "'" + (place == null ? "" : " (" + place + ")");
  }

  /**
   * Requires that each of them fits the input; they are told all at once.
   *
   * @throws IllegalArgumentException if one or several do not fit
   */
  static void checkAll(List<Expectation> expectations, Schema input) {
    List<IllegalArgumentException> wrong = new ArrayList<>();
    for (Expectation expectation : expectations) {
      try {
        expectation.rule.check(input, expectation.where());
      } catch (IllegalArgumentException e) {
        wrong.add(e);
      }
    }
    if (wrong.size() == 1) {
      throw wrong.get(0);
    }
    if (!wrong.isEmpty()) {
      StringBuilder all = new StringBuilder("Validate: ");
      all.append(wrong.size()).append(" expectations do not fit the input:");
      wrong.forEach(e -> all.append("\n").append(e.getMessage()));
      throw new IllegalArgumentException(all.toString());
    }
  }
}
