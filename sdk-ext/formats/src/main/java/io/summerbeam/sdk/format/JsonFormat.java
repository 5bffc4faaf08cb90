package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
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
 * <tr><td>ROW, MAP with string keys</td><td>an object</td></tr>
 * <tr><td>ARRAY, ITERABLE</td><td>an array</td></tr>
 * </table>
 *
 * <p>A nullable field is null where its key is absent or its value is {@code null}; for any other
 * field both are malformed. Objects and arrays may be nested 1,000 deep; strings and the digits of
 * numbers have no limit of their own. Other types, such as logical ones, are refused when the
 * decoder is made.
 *
 * <p><b>Writing</b> is as {@link io.summerbeam.sdk.json.RowJson} defines it, and takes any schema.
 * NaN and the infinities are unwritable.
 */
@AutoValue
public abstract class JsonFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** The format, which ignores what the schema does not name. */
  public static JsonFormat of() {
    return new AutoValue_JsonFormat(false);
  }

  /**
   * The same, but an object with a key that the schema does not name, at any depth, is malformed.
   * The message does not say which one: a key may be data.
   */
  public JsonFormat refusingUnknownFields() {
    return new AutoValue_JsonFormat(true);
  }

  abstract boolean refusesUnknownFields();

  @Override
  public final String name() {
    return "json";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    return new JsonDecoder(schema, refusesUnknownFields());
  }

  @Override
  public final RowEncoder encoder(Schema schema) {
    return new JsonEncoder();
  }
}
