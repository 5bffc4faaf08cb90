package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;

/** The field that says whose data a record is. */
final class SubjectField {

  private static final Set<TypeName> TYPES =
      EnumSet.of(TypeName.STRING, TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64);

  private final FieldPath path;
  private final SingleField field;

  private SubjectField(FieldPath path, SingleField field) {
    this.path = path;
    this.field = field;
  }

  static SubjectField of(FieldPath path, Schema schema, String where) {
    SingleField field = SingleField.of(path, schema, where);
    TypeName type = field.type().getTypeName();
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          where
              + ": the field that names the subject must be STRING or a whole number, but '"
              + path
              + "' is "
              + type);
    }
    return new SubjectField(path, field);
  }

  /** The subject of a record, as text. */
  String read(Row record) throws MaskException {
    Object value = field.read(record);
    String subject = value == null ? "" : value.toString();
    if (subject.isEmpty()) {
      throw new MaskException(
          "The subject must be known, because each has a keyset, but the field '"
              + path
              + "' is "
              + (value == null ? "null" : "empty"));
    }
    return subject;
  }
}
