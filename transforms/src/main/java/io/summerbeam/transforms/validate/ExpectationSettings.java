package io.summerbeam.transforms.validate;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * An expectation as it is written outside of Java: settings with names, of which those of one rule
 * are there. Files and other SDKs have the same.
 */
@AutoValue
abstract class ExpectationSettings {

  abstract @Nullable String name();

  abstract Action onFailure();

  abstract boolean orNull();

  abstract @Nullable String expression();

  /** One field, or several. */
  abstract List<String> fields();

  abstract boolean notNull();

  abstract @Nullable Object from();

  abstract @Nullable Object to();

  abstract @Nullable String matches();

  abstract List<Object> oneOf();

  abstract @Nullable Integer minLength();

  abstract @Nullable Integer maxLength();

  abstract boolean unique();

  abstract @Nullable String within();

  abstract List<String> monotonicBy();

  abstract @Nullable String table();

  abstract List<String> tableFields();

  static Builder builder() {
    return new AutoValue_ExpectationSettings.Builder()
        .setOnFailure(Action.DEAD_LETTER)
        .setOrNull(false)
        .setFields(List.of())
        .setNotNull(false)
        .setOneOf(List.of())
        .setUnique(false)
        .setMonotonicBy(List.of())
        .setTableFields(List.of());
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setName(@Nullable String name);

    abstract Builder setOnFailure(Action action);

    abstract Builder setOrNull(boolean orNull);

    abstract Builder setExpression(@Nullable String expression);

    abstract Builder setFields(List<String> fields);

    abstract Builder setNotNull(boolean notNull);

    abstract Builder setFrom(@Nullable Object from);

    abstract Builder setTo(@Nullable Object to);

    abstract Builder setMatches(@Nullable String matches);

    abstract Builder setOneOf(List<Object> oneOf);

    abstract Builder setMinLength(@Nullable Integer minLength);

    abstract Builder setMaxLength(@Nullable Integer maxLength);

    abstract Builder setUnique(boolean unique);

    abstract Builder setWithin(@Nullable String within);

    abstract Builder setMonotonicBy(List<String> monotonicBy);

    abstract Builder setTable(@Nullable String table);

    abstract Builder setTableFields(List<String> tableFields);

    abstract ExpectationSettings build();
  }

  /**
   * Makes the expectation.
   *
   * @param tables by name
   * @throws IllegalArgumentException if it has no rule or several, one lacks a setting or has one
   *     that is not its own, or a table is not there
   */
  Expectation expectation(Map<String, PCollection<Row>> tables) {
    List<String> rules = rules();
    if (rules.size() != 1) {
      throw new IllegalArgumentException(
          "an expectation must have one rule, but has "
              + (rules.isEmpty() ? "none" : String.join(" and ", rules))
              + ". Rules: expression, not_null, from and to, matches, one_of, min_length and"
              + " max_length, unique, monotonic_by, table.");
    }
    Expectation made = made(rules.get(0), tables).onFailure(onFailure());
    String name = name();
    made = name == null ? made : made.withName(name);
    return orNull() ? made.orNull() : made;
  }

  private List<String> rules() {
    List<String> rules = new ArrayList<>();
    add(rules, "expression", expression() != null);
    add(rules, "not_null", notNull());
    add(rules, "from, to", from() != null || to() != null);
    add(rules, "matches", matches() != null);
    add(rules, "one_of", !oneOf().isEmpty());
    add(rules, "min_length, max_length", minLength() != null || maxLength() != null);
    add(rules, "unique", unique());
    add(rules, "monotonic_by", !monotonicBy().isEmpty());
    add(rules, "table", table() != null);
    return rules;
  }

  private static void add(List<String> rules, String rule, boolean there) {
    if (there) {
      rules.add(rule);
    }
  }

  private Expectation made(String rule, Map<String, PCollection<Row>> tables) {
    String expression = expression();
    String matches = matches();
    String table = table();
    refuse(within() != null && !unique(), "within", rule);
    refuse(!tableFields().isEmpty() && table == null, "table_field", rule);
    refuse(expression != null && !fields().isEmpty(), "field", rule);
    if (expression != null) {
      return Expectation.that(expression);
    }
    if (unique()) {
      return madeUnique(rule);
    }
    if (table != null) {
      return madeReference(rule, table, tables);
    }
    String field = theField(rule);
    if (notNull()) {
      return Expectation.notNull(field);
    }
    if (matches != null) {
      return Expectation.matches(field, matches);
    }
    if (!oneOf().isEmpty()) {
      return Expectation.oneOf(field, oneOf().toArray());
    }
    if (!monotonicBy().isEmpty()) {
      return Expectation.monotonic(field, monotonicBy().get(0), others(monotonicBy()));
    }
    Integer min = minLength();
    Integer max = maxLength();
    return min == null && max == null
        ? Expectation.between(field, from(), to())
        : Expectation.length(field, min == null ? 0 : min, max == null ? Integer.MAX_VALUE : max);
  }

  private Expectation madeUnique(String rule) {
    require(!fields().isEmpty(), rule, "a field, or fields");
    String within = within();
    if (within == null) {
      return Expectation.unique(fields().get(0), others(fields()));
    }
    try {
      return Expectation.uniqueWithin(Duration.parse(within), fields().get(0), others(fields()));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "within must be a duration in ISO 8601, such as P1D or PT5M, but is '" + within + "'.",
          e);
    }
  }

  private Expectation madeReference(
      String rule, String name, Map<String, PCollection<Row>> tables) {
    require(!fields().isEmpty(), rule, "a field, or fields");
    PCollection<Row> table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException(
          "the table '"
              + name
              + "' was not given. Tables: "
              + (tables.isEmpty() ? "(none)" : String.join(", ", tables.keySet())));
    }
    List<String> others = tableFields().isEmpty() ? fields() : tableFields();
    if (others.size() != fields().size()) {
      throw new IllegalArgumentException(
          "table_fields must be as many as fields, but there are "
              + others.size()
              + " and "
              + fields().size()
              + ".");
    }
    Map<String, String> on = new LinkedHashMap<>();
    for (int i = 0; i < others.size(); i++) {
      on.put(fields().get(i), others.get(i));
    }
    return Expectation.references(on, table);
  }

  private String theField(String rule) {
    require(fields().size() == 1, rule, "one field");
    return fields().get(0);
  }

  private static void require(boolean there, String rule, String what) {
    if (!there) {
      throw new IllegalArgumentException(rule + " must have " + what + ".");
    }
  }

  private static void refuse(boolean there, String setting, String rule) {
    if (there) {
      throw new IllegalArgumentException(setting + " has no effect with " + rule + ".");
    }
  }

  private static String[] others(List<String> names) {
    return names.subList(1, names.size()).toArray(String[]::new);
  }
}
