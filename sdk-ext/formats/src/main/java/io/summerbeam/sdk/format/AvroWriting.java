package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroMismatchException.the;

import io.summerbeam.sdk.source.Provenance;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Makes of a writer's schema what writes Rows as its records. */
final class AvroWriting {

  private AvroWriting() {}

  /**
   * The writer of Rows. Each of their fields must be in the writer's schema, or it would be lost;
   * what that has more must have a default.
   *
   * @throws AvroMismatchException if they cannot be the writer's records
   */
  static AvroRowWriter of(Schema writer, org.apache.beam.sdk.schemas.Schema rows)
      throws AvroMismatchException {
    if (writer.getType() != Schema.Type.RECORD) {
      throw new AvroMismatchException("it is no record");
    }
    return record(writer, rows, "");
  }

  private static AvroRowWriter record(
      Schema writer, org.apache.beam.sdk.schemas.Schema rows, String path)
      throws AvroMismatchException {
    int hidden = Provenance.indexIn(rows);
    List<Schema.Field> fields = writer.getFields();
    AvroRowWriter.Step[] steps = new AvroRowWriter.Step[fields.size()];
    Set<String> written = new HashSet<>();
    for (int i = 0; i < steps.length; i++) {
      Schema.Field field = fields.get(i);
      written.add(field.name());
      int index = rows.hasField(field.name()) ? rows.indexOf(field.name()) : -1;
      steps[i] =
          index < 0 || index == hidden
              ? byDefault(field, path)
              : step(field.schema(), index, rows.getField(index), path);
    }
    for (int i = 0; i < rows.getFieldCount(); i++) {
      if (i != hidden && !written.contains(rows.getField(i).getName())) {
        throw new AvroMismatchException(
            the(JsonValue.pathOf(path, rows.getField(i))) + " of the rows is not in it");
      }
    }
    return new AvroRowWriter(steps);
  }

  private static AvroRowWriter.Step step(
      Schema writer, int index, org.apache.beam.sdk.schemas.Schema.Field field, String path)
      throws AvroMismatchException {
    AvroPlace place = place(writer, field.getType(), JsonValue.pathOf(path, field));
    return (row, out) -> place.write(row.getValue(index), out);
  }

  private static AvroRowWriter.Step byDefault(Schema.Field field, String path)
      throws AvroMismatchException {
    if (!field.hasDefaultValue()) {
      throw new AvroMismatchException(
          the(path.isEmpty() ? field.name() : path + "." + field.name())
              + " has no default in it, and is not in the rows");
    }
    byte[] bytes = AvroDefaults.bytesOf(field);
    return (row, out) -> out.writeFixed(bytes);
  }

  private static AvroPlace place(Schema writer, FieldType type, String path)
      throws AvroMismatchException {
    Schema only = AvroUnions.only(writer, path);
    AvroWriter found =
        switch (only.getType()) {
          case RECORD ->
              type.getRowSchema() == null ? null : record(only, type.getRowSchema(), path);
          case ARRAY ->
              type.getTypeName().isCollectionType()
                  ? new AvroArrayWriter(
                      place(
                          only.getElementType(),
                          Objects.requireNonNull(type.getCollectionElementType()),
                          path + "[*]"))
                  : null;
          case MAP ->
              type.getTypeName().isMapType()
                  ? new AvroMapWriter(
                      AvroScalarWriters.text(path + "{*}"),
                      place(
                          only.getValueType(),
                          Objects.requireNonNull(type.getMapValueType()),
                          path + "{*}"))
                  : null;
          default -> AvroScalarWriters.writer(only, type, path);
        };
    if (found == null) {
      throw AvroMismatchException.of(writer, type, path);
    }
    return new AvroPlace(
        found, branch(writer, Schema.Type.NULL), branch(writer, only.getType()), path);
  }

  /** Which branch of a union is of a type; -1 where none is, or it is no union. */
  private static int branch(Schema schema, Schema.Type type) {
    if (schema.getType() == Schema.Type.UNION) {
      for (int i = 0; i < schema.getTypes().size(); i++) {
        if (schema.getTypes().get(i).getType() == type) {
          return i;
        }
      }
    }
    return -1;
  }
}
