package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;

/** Binds to the value of a field: its bytes, or its text in UTF-8, whole numbers in decimal. */
final class AssociatedField implements AssociatedData {

  private static final Set<TypeName> TYPES =
      EnumSet.of(
          TypeName.STRING,
          TypeName.BYTES,
          TypeName.BYTE,
          TypeName.INT16,
          TypeName.INT32,
          TypeName.INT64);

  private final FieldPath path;
  private final SingleField field;

  private AssociatedField(FieldPath path, SingleField field) {
    this.path = path;
    this.field = field;
  }

  static AssociatedField of(FieldPath path, Schema schema, String where) {
    SingleField field = SingleField.of(path, schema, where);
    TypeName type = field.type().getTypeName();
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          where
              + ": the associated field must be STRING, BYTES or a whole number, whose values have"
              + " one form each, but '"
              + path
              + "' is "
              + type);
    }
    return new AssociatedField(path, field);
  }

  @Override
  public byte[] of(Row record) throws MaskException {
    Object value = field.read(record);
    if (value == null) {
      throw new MaskException(
          "There must be a value to bind the ciphertext to, but the field '" + path + "' is null.");
    }
    return value instanceof byte[] bytes ? bytes : TextBytes.of(value.toString());
  }
}
