package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * CSV as in RFC 4180: a record is the columns of one row, and in a file a first record names them.
 *
 * <p><b>Reading.</b> The bytes are strict UTF-8. A field in quotes may hold delimiters, line breaks
 * and doubled quotes. A record with too many or too few columns, with a quote that is never closed,
 * with anything behind a closing quote, or with a line break or a carriage return outside of quotes
 * is malformed.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>field</th><th>text</th></tr>
 * <tr><td>whole numbers, FLOAT, DOUBLE, DECIMAL</td><td>as in JSON, see {@link JsonFormat}: no plus
 *     sign, no leading zeros, no white space</td></tr>
 * <tr><td>STRING</td><td>any</td></tr>
 * <tr><td>BOOLEAN</td><td>{@code true} or {@code false}</td></tr>
 * <tr><td>BYTES</td><td>base64</td></tr>
 * <tr><td>DATETIME, and the logical types of java.time</td><td>ISO 8601, as in JSON</td></tr>
 * </table>
 *
 * <p>Nothing between two delimiters is null in a nullable field, the empty string in any other
 * STRING, and malformed in any other type. Two quotes with nothing between them are the empty
 * string. Other types have no form in CSV and are refused. A field has at most {@link
 * #MAX_FIELD_LENGTH} characters.
 *
 * <p><b>Writing.</b> Null is nothing, the empty string two quotes; a text is quoted where it has to
 * be, and where it is white space only. NaN, the infinities and a text that is longer than a field
 * can be are unwritable, and so is a row of one column that is null: its line would be blank, which
 * is no record.
 */
@AutoValue
public abstract class CsvFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** What stands between two columns, unless something else is asked for. */
  public static final char DEFAULT_DELIMITER = ',';

  /** How many characters a field may have: 16 Mi. A longer one is neither read nor written. */
  public static final int MAX_FIELD_LENGTH = 16 << 20;

  /** Comma-separated. */
  public static CsvFormat of() {
    return new AutoValue_CsvFormat(DEFAULT_DELIMITER);
  }

  /**
   * What stands between two columns: {@code ';'}, {@code '\t'}. Default: {@value
   * #DEFAULT_DELIMITER}.
   *
   * @throws IllegalArgumentException if it is not an ASCII character, or a quote, a line break, a
   *     letter, a digit, a character of numbers, or {@code '#'}
   */
  public CsvFormat withDelimiter(char delimiter) {
    if (delimiter >= 0x80
        || Character.isLetterOrDigit(delimiter)
        || "\"\r\n+-.#\0".indexOf(delimiter) >= 0) {
      throw new IllegalArgumentException(
          String.format(
              "withDelimiter() must be an ASCII character that is neither a quote nor a line break"
                  + " nor '#' nor part of a word or number, but was: U+%04X",
              (int) delimiter));
    }
    return new AutoValue_CsvFormat(delimiter);
  }

  /** What stands between two columns. */
  public abstract char delimiter();

  /**
   * Finds the schema of records by looking at all of them, and at the header. A column is
   *
   * <ul>
   *   <li>BOOLEAN where every value is {@code true} or {@code false};
   *   <li>INT64 or DECIMAL where every value is a number that is written again with the same
   *       characters: {@code 00123}, {@code 1e5} and {@code +1} are texts, and so are all values of
   *       their columns;
   *   <li>STRING else. Times and days are texts.
   * </ul>
   *
   * <p>Quotes make no difference, but that two with nothing between them are a text. Nullable is a
   * column with a value that is nothing at all; one without any value is a nullable STRING, and so
   * are all columns where there is a header and no record. All files must have the same columns, in
   * any order.
   */
  public final SchemaInference inference() {
    return new CsvInference(delimiter());
  }

  /**
   * Edits records that are dead letters: as Rows of texts, since a column that is not what it
   * should be is what there is to mend. One with nothing in it is null. Quotes that are not needed
   * go.
   *
   * @param columns the names of all columns, in their order
   * @throws IllegalArgumentException if there is none, or two have one name
   */
  public final PayloadEditor editor(String... columns) {
    if (columns.length == 0) {
      throw new IllegalArgumentException("editor() must be given the names of the columns.");
    }
    Schema.Builder texts = Schema.builder();
    for (String column : columns) {
      texts.addNullableField(column, FieldType.STRING);
    }
    return new TextEditor(this, texts.build());
  }

  @Override
  public final String name() {
    return "csv";
  }

  /** A decoder of records whose columns are the fields of the schema, in the schema's order. */
  @Override
  public final RowDecoder decoder(Schema schema) {
    return new CsvDecoder(
        schema, schema.getFieldNames(), "one for each field that is named", delimiter());
  }

  /**
   * A decoder of records whose columns a header names. Columns that the schema does not name are
   * ignored.
   *
   * @param header the bytes of the header record, without byte order mark and line end
   * @throws IllegalArgumentException if the header is no record of CSV, names a field's column
   *     twice or not at all; the message has the nearest name, and not the others, which are data
   *     where there is no header
   */
  public final RowDecoder decoder(Schema schema, byte[] header) {
    return new CsvDecoder(schema, columns(header), "as the header", delimiter());
  }

  @Override
  public final RowEncoder encoder(Schema schema) {
    return new CsvEncoder(schema, delimiter());
  }

  /** The header record of files of a schema, without line end. */
  public final byte[] header(Schema schema) {
    return new CsvEncoder(schema, delimiter()).header().getBytes(StandardCharsets.UTF_8);
  }

  private List<String> columns(byte[] header) {
    CsvColumns columns = new CsvColumns(delimiter());
    try {
      columns.read(header);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("The header is no record of CSV: " + e.getMessage(), e);
    }
    return List.copyOf(columns.all());
  }
}
