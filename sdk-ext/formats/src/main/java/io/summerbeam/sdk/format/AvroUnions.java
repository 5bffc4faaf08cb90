package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroMismatchException.the;

import java.util.List;
import org.apache.avro.Schema;

/** Unions as a Row can have them: of one type, and null. */
final class AvroUnions {

  private AvroUnions() {}

  /** The type of a union that is not null; any other schema is its own. */
  static Schema only(Schema schema, String path) throws AvroMismatchException {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> types =
        schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    if (types.size() != 1) {
      throw new AvroMismatchException(
          the(path)
              + " must be of one type, or of one and null, but is of "
              + schema.getTypes().stream().map(Schema::getName).toList());
    }
    return types.get(0);
  }
}
