package io.summerbeam.sdk.expression;

import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An expression on a Row, in <a href="https://cel.dev">CEL</a>: {@code distance > 0 && origin !=
 * destination}. Here it is a text; bound to a schema it is checked and can be evaluated.
 *
 * <pre>{@code
 * BoundCondition plausible =
 *     Expression.of("distance > 0 && origin != destination && delay <= 2880")
 *         .bindCondition(schema, "Validate.expect(plausible)");
 * plausible.test(row);
 *
 * BoundValue hours =
 *     Expression.of("delay == null ? 0.0 : double(delay) / 60.0").bindValue(schema, "Conform.set(hours)");
 * hours.type(); // DOUBLE
 * hours.evaluate(row);
 * }</pre>
 *
 * <p>Binding happens when the pipeline is built. It finds syntax errors, names that do not exist
 * (and says which do, and which was probably meant), operands whose types do not fit, conditions
 * that are neither true nor false, constants without a value and patterns that are none. The
 * message shows the place.
 *
 * <h2>Null, and what cannot be computed</h2>
 *
 * <p>It is as in SQL's WHERE. A comparison with a null has no truth value: {@code delay > 5} is not
 * true where {@code delay} is null, and neither is {@code !(delay > 5)}, nor {@code delay != 5}.
 * {@code in}, arithmetic and functions with a null have no value either. {@code a || b} is true
 * where one side is true, and {@code a && b} is false where one side is false, whatever the other
 * is. A condition is satisfied only where the whole of it is true: for a check this means that a
 * null is a violation, unless the condition says otherwise:
 *
 * <ul>
 *   <li>{@code delay == null} and {@code delay != null}, with the word {@code null} on one side,
 *       test for null: {@code delay == null || delay > 5}.
 *   <li>{@code has(address.zip)} is {@code address.zip != null}, and {@code has(row.delay)} is
 *       {@code delay != null}. A field of a row that is null itself has no value: neither test is
 *       true then.
 *   <li>{@code value in list} is true where it is there; where it is not, and the list has a null
 *       in it, there is no truth value.
 *   <li>Inside of lists, maps and rows that are compared as a whole, null is equal to null.
 * </ul>
 *
 * <p>What cannot be computed for a record is treated the same: a division by zero, a whole number
 * outside of 64 bits, an index or a key that is not there, a text that is no number. No record
 * makes an evaluation throw, and no message quotes one.
 *
 * <h2>Types</h2>
 *
 * <table>
 * <caption>Fields in expressions</caption>
 * <tr><th>Field</th><th>In the expression</th></tr>
 * <tr><td>BYTE, INT16, INT32, INT64</td><td>{@code int}, 64 bits</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>{@code double}</td></tr>
 * <tr><td>DECIMAL</td><td>{@code decimal}</td></tr>
 * <tr><td>STRING; the name of an enumeration's value</td><td>{@code string}</td></tr>
 * <tr><td>BOOLEAN</td><td>{@code bool}</td></tr>
 * <tr><td>BYTES</td><td>{@code bytes}: {@code raw == b"\x00"}</td></tr>
 * <tr><td>DATETIME, MicrosInstant, NanosInstant, Timestamp</td>
 * <td>{@code timestamp}: {@code at < timestamp("2001-01-01T00:00:00Z")}; its parts
 * ({@code at.getHours()}) are in UTC unless a zone is given</td></tr>
 * <tr><td>ROW</td><td>its fields are checked as well: {@code address.zip}</td></tr>
 * <tr><td>ARRAY, ITERABLE</td><td>{@code list}: {@code items.exists(i, i.price > 3)}</td></tr>
 * <tr><td>MAP with whole numbers, strings or booleans as keys</td>
 * <td>{@code map}: {@code attributes["k"]}</td></tr>
 * </table>
 *
 * <p>A logical type that keeps its values as they are (fixed and variable strings and bytes,
 * fixed-precision numerics) is what it keeps. Fields of other logical types (dates, UUIDs, ...)
 * cannot be read, and the provenance of a record is not there at all.
 *
 * <p>Numbers of all types are compared exactly, so {@code distance > 0.5} is allowed for a whole
 * number; a NaN is equal to nothing and neither less nor greater. Arithmetic takes two of the same
 * type: {@code double(distance) + 0.5}. A decimal is compared and computed (+, -, *) with decimals
 * and whole numbers: {@code price * 2 < decimal("19.90")}. With a double it is not, for {@code
 * price == 0.1} would never be true: write {@code decimal("0.1")}, or {@code double(price)}. Scales
 * beyond 10,000 digits are not computed with. Strings are ordered as in Java, by UTF-16 unit.
 *
 * <h2>Names</h2>
 *
 * <p>A field is written by its name. {@code row} is the whole record: a field whose name is a word
 * of CEL ({@code in}) or no plain word ({@code post code}) is written {@code row.`in`}, {@code
 * row.`post code`}, or as a text, which takes any name: {@code row["größe"]}, {@code address["post
 * code"]}; a field called {@code row} is {@code row.row}. A variable of a macro hides a field of
 * its name, which is then reached through {@code row}. A field may have the name of a type of CEL
 * ({@code type}, {@code string}).
 *
 * <h2>Language and cost</h2>
 *
 * <p>CEL's standard functions and macros ({@code has}, {@code all}, {@code exists}, {@code
 * exists_one}, {@code map}, {@code filter}) are there, and {@code decimal}. Nothing in the language
 * reads a clock or keeps a state. The macros of one evaluation visit at most 100,000 elements, or
 * there is no value. {@code matches} finds a pattern of RE2 anywhere in a text, in time linear in
 * its length; a pattern that is a literal is compiled once, any other for each record.
 *
 * <p>Fields, literals, comparisons, {@code in}, tests for null and the logic around them cost some
 * 10 ns a record. Arithmetic, functions and macros go through CEL's interpreter: 0.3 to 1 us where
 * they are small, and a few more where there is no value. Binding takes some milliseconds, the
 * first one of a JVM about half a second.
 */
public final class Expression implements Serializable {

  private static final long serialVersionUID = 1;

  private final String text;

  private Expression(String text) {
    this.text = text;
  }

  /**
   * An expression, not yet checked.
   *
   * @throws IllegalArgumentException if there is nothing but white space
   */
  public static Expression of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "Expression.of(): the expression is empty. Write a CEL expression: distance > 0");
    }
    return new Expression(text);
  }

  /** The expression as it was written. */
  public String text() {
    return text;
  }

  /**
   * Checks the syntax alone: for who has the expression before the schema.
   *
   * @param where what asks, first words of the message
   * @throws IllegalArgumentException if it is no expression; the message shows the place
   */
  public void requireSyntax(String where) {
    Binder.requireSyntax(text, where);
  }

  /**
   * Checks the expression as a condition on Rows of a schema.
   *
   * @param schema of the Rows
   * @param where what asks, first words of the message: {@code Validate.expect(distance_positive)}
   * @throws IllegalArgumentException if it is no expression, does not fit the schema, or is neither
   *     true nor false; the message shows the place in the expression, says what is wrong there,
   *     and for a name that does not exist which fields there are and the nearest name
   */
  public BoundCondition bindCondition(Schema schema, String where) {
    return new BoundCondition(text, schema, where);
  }

  /**
   * Checks the expression as a value computed from Rows of a schema.
   *
   * @param schema of the Rows
   * @param where what asks, first words of the message
   * @throws IllegalArgumentException if it is no expression, does not fit the schema, or its value
   *     is of a type that no field has; the message is as in {@link #bindCondition}
   */
  public BoundValue bindValue(Schema schema, String where) {
    return new BoundValue(text, schema, where);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expression expression && expression.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
