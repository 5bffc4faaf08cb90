package io.summerbeam.sdk.schema;

import io.summerbeam.sdk.source.Provenance;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;

/** Looks up top-level fields by name, with one wording for names that do not exist. */
public final class Fields {

  private Fields() {}

  /**
   * Returns the index of the field called {@code name}.
   *
   * @param name the field's name
   * @param schema where to look; its provenance field is not seen
   * @param where what asked for the field, first word of the message: {@code Validate.expect()}
   * @throws IllegalArgumentException if there is no such field; the message lists the fields there
   *     are and the nearest name
   */
  public static int indexOf(String name, Schema schema, String where) {
    List<String> names = namesOf(schema);
    if (!names.contains(name)) {
      throw new IllegalArgumentException(unknown(name, names, where));
    }
    return schema.indexOf(name);
  }

  /** Returns the names of all fields but the provenance, in the schema's order. */
  public static List<String> namesOf(Schema schema) {
    return visible(schema).getFieldNames();
  }

  /** Returns the schema without its provenance field; the same instance where there is none. */
  public static Schema visible(Schema schema) {
    int provenance = Provenance.indexIn(schema);
    if (provenance < 0) {
      return schema;
    }
    return Schema.of(
        schema.getFields().stream()
            .filter(field -> schema.indexOf(field.getName()) != provenance)
            .toArray(Schema.Field[]::new));
  }

  static String unknown(String name, List<String> names, String where) {
    return where
        + ": there is no field '"
        + name
        + "'"
        + NearestName.hint(name, names)
        + " Fields: "
        + (names.isEmpty() ? "(none)" : names.stream().collect(Collectors.joining(", ")));
  }
}
