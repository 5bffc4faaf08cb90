package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.schema.NearestName;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A schema of fields that are said by their paths and types as text: {@code INT64}, {@code
 * ARRAY<STRING>}, {@code MAP<STRING, ROW>}. What {@code ROW} has in it is said by longer paths,
 * {@code customer.zip} or {@code items[*].sku}; it need not be said itself.
 */
final class FieldTypes {

  private static final Map<String, FieldType> NAMED = named();

  /**
   * @param type null where only what is inside is said
   */
  record Typed(@Nullable String type, boolean nullable) {}

  private final Map<Place, Typed> fields;

  private FieldTypes(Map<Place, Typed> fields) {
    this.fields = fields;
  }

  /**
   * @param fields in the schema's order
   * @throws IllegalArgumentException if something is no type
   */
  static Schema schema(Map<Place, Typed> fields) {
    return new FieldTypes(fields).row(Place.RECORD);
  }

  private static Map<String, FieldType> named() {
    Map<String, FieldType> named = new TreeMap<>();
    for (TypeName name : TypeName.values()) {
      if (name.isPrimitiveType()) {
        named.put(name.name(), FieldType.of(name));
      }
    }
    named.put("DATE", FieldType.logicalType(SqlTypes.DATE));
    named.put("TIME", FieldType.logicalType(SqlTypes.TIME));
    named.put("LOCAL_DATETIME", FieldType.logicalType(SqlTypes.DATETIME));
    named.put("MICROS_INSTANT", FieldType.logicalType(SqlTypes.TIMESTAMP));
    named.put("NANOS_INSTANT", FieldType.logicalType(new NanosInstant()));
    return named;
  }

  private Schema row(Place at) {
    Set<String> names = new LinkedHashSet<>();
    for (Place place : fields.keySet()) {
      if (place.isWithin(at)
          && !place.equals(at)
          && place.after(at).steps().get(0) instanceof FieldPath.Name named) {
        names.add(named.name());
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "fields: '" + at + "' is a ROW, so what is in it must be said, as '" + at + ".name'.");
    }
    return names.stream()
        .map(name -> Field.of(name, type(at.field(name))))
        .collect(Schema.toSchema());
  }

  private FieldType type(Place at) {
    Typed typed = fields.get(at);
    String text = typed == null ? null : typed.type();
    FieldType type = text == null ? implied(at) : parsed(text.strip(), at);
    return type.withNullable(typed != null && typed.nullable());
  }

  /** That of a field of which only what is inside was said. */
  private FieldType implied(Place at) {
    for (Place place : fields.keySet()) {
      if (place.isWithin(at) && !place.equals(at)) {
        FieldPath.Step inside = place.after(at).steps().get(0);
        return inside instanceof FieldPath.Name
            ? FieldType.row(row(at))
            : inside instanceof FieldPath.Elements
                ? FieldType.array(type(at.elements()))
                : FieldType.map(FieldType.STRING, type(at.values()));
      }
    }
    throw new IllegalArgumentException("fields: the type of '" + at + "' must be said.");
  }

  private FieldType parsed(String text, Place at) {
    if (text.equals("ROW")) {
      return FieldType.row(row(at));
    }
    FieldType named = NAMED.get(text);
    if (named != null) {
      return named;
    }
    String array = inside(text, "ARRAY");
    if (array != null) {
      return FieldType.array(element(array, at.elements()));
    }
    String map = inside(text, "MAP");
    int comma = map == null ? -1 : map.indexOf(',');
    if (map != null && comma > 0) {
      return FieldType.map(
          parsed(map.substring(0, comma).strip(), at),
          element(map.substring(comma + 1), at.values()));
    }
    throw new IllegalArgumentException(
        "fields: the type of '"
            + at
            + "' is none that is known: "
            + text
            + NearestName.hint(text, NAMED.keySet())
            + " Types: "
            + String.join(", ", NAMED.keySet())
            + ", ARRAY<type>, MAP<type, type>, ROW");
  }

  private FieldType element(String text, Place at) {
    Typed typed = fields.get(at);
    return parsed(text.strip(), at).withNullable(typed != null && typed.nullable());
  }

  private static @Nullable String inside(String text, String outer) {
    return text.startsWith(outer + "<") && text.endsWith(">")
        ? text.substring(outer.length() + 1, text.length() - 1)
        : null;
  }
}
