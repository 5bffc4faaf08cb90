package io.summerbeam.sdk.schema;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;

/**
 * A schema as one line of text that leaves nothing out which is needed to read data with it: {@code
 * id INT64, delay INT64 NULL, tags ARRAY<STRING>, home ROW<zip STRING>, day
 * LOGICAL<beam:logical_type:date:v1 INT64>}.
 *
 * <ul>
 *   <li>A field is its name and its type; what can be null is followed by {@code NULL}. A name that
 *       is no plain identifier stands in backticks, as in a {@link FieldPath}; a backtick in it is
 *       doubled.
 *   <li>{@code ARRAY<...>}, {@code ITERABLE<...>} and {@code MAP<key, value>} hold types, {@code
 *       ROW<...>} fields.
 *   <li>A logical type is its identifier, its argument in parentheses where it has one, and the
 *       type it is made of.
 * </ul>
 */
public final class SchemaText {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private SchemaText() {}

  /** The schema as text, without its provenance field. */
  public static String of(Schema schema) {
    return fields(Fields.visible(schema));
  }

  private static String fields(Schema schema) {
    return schema.getFields().stream()
        .map(field -> name(field.getName()) + " " + of(field.getType()))
        .collect(Collectors.joining(", "));
  }

  private static String name(String name) {
    return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
  }

  /** A type as text. */
  public static String of(FieldType type) {
    String inside =
        switch (type.getTypeName()) {
          case ARRAY, ITERABLE -> of(Objects.requireNonNull(type.getCollectionElementType()));
          case MAP ->
              of(Objects.requireNonNull(type.getMapKeyType()))
                  + ", "
                  + of(Objects.requireNonNull(type.getMapValueType()));
          case ROW -> fields(Objects.requireNonNull(type.getRowSchema()));
          case LOGICAL_TYPE -> logical(Objects.requireNonNull(type.getLogicalType()));
          default -> "";
        };
    String name = type.getTypeName().isLogicalType() ? "LOGICAL" : type.getTypeName().toString();
    return name
        + (type.getTypeName().isPrimitiveType() ? "" : "<" + inside + ">")
        + (Boolean.TRUE.equals(type.getNullable()) ? " NULL" : "");
  }

  private static String logical(LogicalType<?, ?> logical) {
    // Most types without a real argument have an empty one.
    Object argument = logical.getArgumentType() == null ? null : logical.getArgument();
    String text = argument == null ? "" : argument.toString();
    return logical.getIdentifier()
        + (text.isEmpty() ? "" : "(" + text + ")")
        + " "
        + of(logical.getBaseType());
  }
}
