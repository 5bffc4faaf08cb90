package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/**
 * The bytes as they are: a record is the value of one BYTES field.
 *
 * <p><b>Reading.</b> Any bytes are a record, none included. The schema has that field and no other:
 * {@link #schema}.
 *
 * <p><b>Writing.</b> The field's bytes; other fields of the row are not written. Null is
 * unwritable.
 */
@AutoValue
public abstract class RawFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** The field, unless another is named. */
  public static final String DEFAULT_FIELD = "payload";

  private static final String WHERE = "RawFormat";

  /** The format, with the field {@value #DEFAULT_FIELD}. */
  public static RawFormat of() {
    return new AutoValue_RawFormat(DEFAULT_FIELD);
  }

  /**
   * The field that holds the bytes. Default: {@value #DEFAULT_FIELD}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public RawFormat withField(String field) {
    return new AutoValue_RawFormat(SingleField.requireName(field));
  }

  /** The name of the field. */
  public abstract String field();

  /** The schema of the rows: the field alone. */
  public final Schema schema() {
    return Schema.of(Schema.Field.of(field(), FieldType.BYTES));
  }

  @Override
  public final String name() {
    return "raw";
  }

  @Override
  public final RowDecoder decoder(Schema schema) {
    SingleField.requireAlone(schema, field(), FieldType.BYTES, WHERE);
    return record -> Row.withSchema(schema).attachValues(Collections.singletonList(record.clone()));
  }

  @Override
  public final RowEncoder encoder(Schema schema) {
    String field = field();
    int index = SingleField.indexIn(schema, field, FieldType.BYTES, WHERE);
    return row -> {
      byte[] bytes = row.getValue(index);
      if (bytes == null) {
        throw new UnwritableException("field '" + field + "' is the record, but is null", null);
      }
      return bytes.clone();
    };
  }
}
