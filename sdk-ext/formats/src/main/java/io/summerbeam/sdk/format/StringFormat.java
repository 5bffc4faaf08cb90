package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/**
 * Text: a record is the value of one STRING field.
 *
 * <p><b>Reading.</b> The bytes are strict UTF-8, and all of them are the text: nothing is cut off,
 * a byte order mark included. No bytes are the empty text. The schema has that field and no other:
 * {@link #schema}.
 *
 * <p><b>Writing.</b> The field's text in UTF-8; other fields of the row are not written. Null is
 * unwritable, and so is a text with half of a surrogate pair, which UTF-8 has no form for.
 */
@AutoValue
public abstract class StringFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** The field, unless another is named. */
  public static final String DEFAULT_FIELD = "text";

  private static final String WHERE = "StringFormat";

  /** The format, with the field {@value #DEFAULT_FIELD}. */
  public static StringFormat of() {
    return new AutoValue_StringFormat(DEFAULT_FIELD);
  }

  /**
   * The field that holds the text. Default: {@value #DEFAULT_FIELD}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public StringFormat withField(String field) {
    return new AutoValue_StringFormat(SingleField.requireName(field));
  }

  /** The name of the field. */
  public abstract String field();

  /** The schema of the rows: the field alone. */
  public final Schema schema() {
    return Schema.of(Schema.Field.of(field(), FieldType.STRING));
  }

  /** Edits records that are dead letters, as Rows of {@link #schema}. */
  public final PayloadEditor editor() {
    return new TextEditor(this, schema());
  }

  @Override
  public final String name() {
    return "text";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    SingleField.requireAlone(schema, field(), FieldType.STRING, WHERE);
    return record -> {
      Utf8.check(record);
      return Row.withSchema(schema)
          .attachValues(Collections.singletonList(new String(record, StandardCharsets.UTF_8)));
    };
  }

  @Override
  public final RowEncoder encoder(Schema schema) {
    String field = field();
    int index = SingleField.indexIn(schema, field, FieldType.STRING, WHERE);
    return row -> {
      String text = row.getValue(index);
      if (text == null) {
        throw new UnwritableException("field '" + field + "' is the record, but is null", null);
      }
      if (Utf8.hasHalfPair(text)) {
        throw new UnwritableException("field '" + field + "' is " + FieldRule.HALF_PAIR, null);
      }
      return text.getBytes(StandardCharsets.UTF_8);
    };
  }
}
