package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.registry.SchemaRegistry;
import org.apache.beam.sdk.schemas.Schema;

/**
 * JSON: a record is one object.
 *
 * <p><b>Reading</b> is strict. The bytes are UTF-8 without a byte order mark; white space may stand
 * around the object and nothing else. Keys that the schema does not name are ignored, though their
 * values must be JSON too; or they are malformed, see {@link #refusingUnknownFields}. Of a key that
 * is there several times, the last value counts, right or wrong.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>field</th><th>JSON</th></tr>
 * <tr><td>BYTE, INT16, INT32, INT64</td><td>a number in the type's range without fraction and
 *     exponent: neither {@code 66.0} nor {@code 6e1} nor {@code "66"}</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>a number that the type does not take for infinite</td></tr>
 * <tr><td>DECIMAL</td><td>a number, with all its digits; its exponent and its decimal places are
 *     bounded, see {@link #MAX_DECIMAL_SCALE}</td></tr>
 * <tr><td>STRING</td><td>a string; one with half of a surrogate pair alone, which only an escape
 *     can put there, is malformed, because UTF-8 has no form for it</td></tr>
 * <tr><td>BOOLEAN</td><td>{@code true} or {@code false}</td></tr>
 * <tr><td>BYTES</td><td>a string of base64</td></tr>
 * <tr><td>DATETIME</td><td>a string, ISO 8601 with an offset and at most milliseconds: {@code
 *     "2001-01-01T00:00:00Z"}</td></tr>
 * <tr><td>the logical types of java.time: DATE, TIME, DATETIME (of {@code SqlTypes}),
 *     MicrosInstant</td><td>a string, ISO 8601: {@code "2001-01-31"}, {@code "23:59:59.5"}, {@code
 *     "2001-01-31T23:59:59"}, and with an offset and at most microseconds</td></tr>
 * <tr><td>ROW, MAP with string keys</td><td>an object</td></tr>
 * <tr><td>ARRAY, ITERABLE</td><td>an array</td></tr>
 * </table>
 *
 * <p>A nullable field is null where its key is absent (but see {@link #refusingMissingFields}) or
 * its value is {@code null}; for any other field both are malformed. Objects and arrays may be
 * nested 1,000 deep; strings and the digits of numbers have no limit of their own. Other logical
 * types are refused when the decoder is made.
 *
 * <p><b>Writing</b> is as {@link io.summerbeam.sdk.json.RowJson} defines it, and takes any schema.
 * NaN and the infinities are unwritable.
 */
@AutoValue
public abstract class JsonFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** The format, which ignores what the schema does not name. */
  public static JsonFormat of() {
    return new AutoValue_JsonFormat(false, false);
  }

  /**
   * Finds the schema of records by looking at all of them.
   *
   * <ul>
   *   <li>true and false are BOOLEAN, strings STRING: what looks like a number or a time in quotes
   *       is a text.
   *   <li>Numbers are INT64 where all of a field are whole and fit, else DECIMAL, which keeps all
   *       their digits; DOUBLE would not.
   *   <li>Objects are ROW with all keys that any of them has, in the order they came; arrays are
   *       ARRAY, and what holds for a field holds for their elements.
   *   <li>Nullable is what is null or missing in any record.
   *   <li>What was never anything but null is a nullable STRING, an array that was always empty
   *       ARRAY of STRING, an object that was always empty MAP of STRING to STRING.
   *   <li>A field that is of several of these kinds has no type, and is refused: as STRING a number
   *       would come out in quotes.
   * </ul>
   *
   * <p>There may be 10,000 different keys, those in nested objects counted.
   */
  public final SchemaInference inference() {
    return new JsonInference();
  }

  /**
   * The same, but an object with a key that the schema does not name, at any depth, is malformed.
   * The message does not say which one: a key may be data.
   */
  public JsonFormat refusingUnknownFields() {
    return new AutoValue_JsonFormat(true, refusesMissingFields());
  }

  /**
   * The same, but a nullable field whose key is absent, at any depth, is malformed: null must be
   * written. So a key that was renamed or misspelt does not pass for null.
   */
  public JsonFormat refusingMissingFields() {
    return new AutoValue_JsonFormat(refusesUnknownFields(), true);
  }

  /**
   * The same, with the id of a JSON Schema in a registry before each record.
   *
   * @return a format that has its own options for the registry
   */
  public JsonSchemaFormat withRegistry(SchemaRegistry registry) {
    return JsonSchemaFormat.of(this, registry);
  }

  /**
   * Edits records that are dead letters, of which all that is not changed keeps its bytes. It is
   * for letters that do not say that they are JSON; those that do need none.
   */
  public final PayloadEditor editor() {
    return new JsonEditor(name());
  }

  abstract boolean refusesUnknownFields();

  abstract boolean refusesMissingFields();

  @Override
  public final String name() {
    return "json";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    return new JsonDecoder(schema, new JsonRules(refusesUnknownFields(), refusesMissingFields()));
  }

  @Override
  public final RowEncoder encoder(Schema schema) {
    return new JsonEncoder();
  }
}
