package io.summerbeam.sdk.format;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.schema.RowValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.values.Row;

/** Sets one field of a row, or replaces one text in JSON by another; or does nothing. */
final class FieldEdit implements PayloadEdit {

  private final String field;
  private final Object value;

  private FieldEdit(String field, Object value) {
    this.field = field;
    this.value = value;
  }

  static FieldEdit none() {
    return new FieldEdit(null, null);
  }

  static FieldEdit of(String field, Object value) {
    return new FieldEdit(field, value);
  }

  /** Why a payload is not edited. */
  String refusal(PayloadEditor editor, byte[] payload) {
    return assertThrows(UnmendableException.class, () -> editor.edit(payload, this)).getMessage();
  }

  @Override
  public byte[] inJson(byte[] object) {
    String json = new String(object, StandardCharsets.UTF_8);
    return (field == null ? json : json.replace(field, (String) value))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Row inRow(Row row) {
    if (field == null) {
      return row;
    }
    Object[] values = RowValues.of(row);
    values[row.getSchema().indexOf(field)] = value;
    return Row.withSchema(row.getSchema()).attachValues(Arrays.asList(values));
  }
}
