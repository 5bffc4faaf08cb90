package io.summerbeam.transforms.conform;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where the fields of a schema come from, for {@link Conform}.
 *
 * <pre>{@code
 * Mapping.byName()
 *     .from("id", "order_no")
 *     .from("customer.zip", "address.postal.code")
 *     .from("items[*].sku", "items[*].article")
 *     .set("total", "price * quantity")
 *     .parsing("placed_at", TextForm.time("dd.MM.yyyy HH:mm", ZoneId.of("Europe/Berlin")))
 *     .withDefault("currency", "EUR")
 * }</pre>
 *
 * <p>A field that nothing is said of comes from the field of its name, nested rows, arrays and maps
 * by the names in them. Fields are said by their paths ({@link FieldPath}): those of the schema
 * first. {@code items[*].sku} is the sku of each element of items, and comes from something in each
 * element of what items comes from. A path of the source may also collect: {@code from("skus",
 * "items[*].sku")} is an array.
 *
 * <p>The order in which these are said means nothing; each is said once of a field.
 */
@AutoValue
public abstract class Mapping implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Set<ChronoUnit> UNITS =
      EnumSet.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS);

  /** Each field from the one of its name. */
  public static Mapping byName() {
    return new AutoValue_Mapping(List.of());
  }

  /**
   * The field comes from another one.
   *
   * @throws IllegalArgumentException if one is no path, or {@link #from} or {@link #set} was said
   *     of it
   */
  public Mapping from(String field, String source) {
    return with("from()", field, rule -> rule.withSource(path("from()", source)));
  }

  /**
   * The field is computed by an expression on the record, or inside of an array on its element.
   *
   * <p>It is null where something that the expression reads is null, as in SQL; what cannot be
   * computed for another reason (a division by zero) is a failure.
   *
   * @throws IllegalArgumentException if it is no path or no expression, or {@link #from} or {@link
   *     #set} was said of it
   */
  public Mapping set(String field, String expression) {
    Expression computed = Expression.of(expression);
    computed.requireSyntax("Mapping.set(" + field + ")");
    return with("set()", field, rule -> rule.withExpression(computed));
  }

  /**
   * What the field is where it would be null, or where the input has no field for it. It is not
   * what a value becomes that does not fit.
   *
   * @param value of the Java class that the field's type has in a Row, or a text in the form of
   *     {@link TextForm#standard}
   * @throws IllegalArgumentException if it is no path, the value is not serializable, or there is a
   *     default
   */
  public Mapping withDefault(String field, Object value) {
    if (!(value instanceof Serializable)) {
      throw new IllegalArgumentException(
          "Mapping.withDefault("
              + field
              + ") must be given a serializable value, but was given one of "
              + value.getClass().getName());
    }
    return with("withDefault()", field, rule -> rule.withStandIn(value));
  }

  /**
   * The field is null where the input has no field for it. Without this, or a default, such a field
   * is refused when the pipeline is built.
   *
   * @throws IllegalArgumentException if it is no path, or there is a default
   */
  public Mapping orNull(String field) {
    return with("orNull()", field, rule -> rule.withStandIn(FieldRule.Nothing.NULL));
  }

  /** As {@link #parsing(String, TextForm)}, in the form of {@link TextForm#standard}. */
  public Mapping parsing(String field) {
    return parsing(field, TextForm.standard());
  }

  /**
   * The field's value is read from a text, exactly: a number, a boolean, a time, an enumeration.
   *
   * @throws IllegalArgumentException if it is no path, or something else was said of how it is
   *     turned
   */
  public Mapping parsing(String field, TextForm form) {
    return with("parsing()", field, rule -> rule.withTreatment(new Treatment.Parse(form)));
  }

  /**
   * The field is the text of a number, a boolean or a time, in the form of {@link
   * TextForm#standard}, from which the same value can be read again.
   *
   * @throws IllegalArgumentException if it is no path, or something else was said of how it is
   *     turned
   */
  public Mapping printing(String field) {
    return with("printing()", field, rule -> rule.withTreatment(new Treatment.Print()));
  }

  /**
   * The field is a point in time, made of the whole number of units since 1970; or it is that
   * number, made of a point in time.
   *
   * @param unit SECONDS, MILLIS, MICROS or NANOS
   * @throws IllegalArgumentException if it is no path, the unit is another, or something else was
   *     said of how it is turned
   */
  public Mapping epoch(String field, ChronoUnit unit) {
    if (!UNITS.contains(unit)) {
      throw new IllegalArgumentException(
          "Mapping.epoch(" + field + ") must be given a unit of " + UNITS + ", but was: " + unit);
    }
    return with("epoch()", field, rule -> rule.withTreatment(new Treatment.Epoch(unit)));
  }

  /**
   * The field is a local time, a date or a time of day, made of a point in time by the clocks of a
   * zone; or it is that point in time, made of a local time or of the start of a date. One that the
   * clocks skip is refused; of one that they show twice it is the first.
   *
   * @throws IllegalArgumentException if it is no path, or something else was said of how it is
   *     turned
   */
  public Mapping inZone(String field, ZoneId zone) {
    return with("inZone()", field, rule -> rule.withTreatment(new Treatment.InZone(zone)));
  }

  abstract List<FieldRule> rules();

  private Mapping with(String method, String field, UnaryOperator<FieldRule> say) {
    FieldPath target = path(method, field);
    List<FieldRule> rules = new ArrayList<>();
    FieldRule rule = FieldRule.of(target);
    for (FieldRule each : rules()) {
      if (each.target().equals(target)) {
        rule = each;
      } else {
        rules.add(each);
      }
    }
    try {
      rules.add(say.apply(rule));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Mapping: " + e.getMessage(), e);
    }
    return new AutoValue_Mapping(List.copyOf(rules));
  }

  private static FieldPath path(String method, String text) {
    try {
      return FieldPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Mapping." + method + ": " + e.getMessage(), e);
    }
  }
}
