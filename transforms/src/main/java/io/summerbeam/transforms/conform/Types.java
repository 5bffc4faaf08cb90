package io.summerbeam.transforms.conform;

import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;

/** What is asked of types here. */
final class Types {

  private Types() {}

  /** The type in a message: INT64, beam:logical_type:date:v1. */
  static String name(FieldType type) {
    return type.getTypeName().isLogicalType()
        ? logical(type).getIdentifier()
        : type.getTypeName().toString();
  }

  static boolean isNullable(FieldType type) {
    return Boolean.TRUE.equals(type.getNullable());
  }

  static LogicalType<?, ?> logical(FieldType type) {
    return Objects.requireNonNull(type.getLogicalType());
  }

  /** Whether its values are those of its base type, of which it allows only some. */
  static boolean passesThrough(FieldType type) {
    return type.getTypeName().isLogicalType()
        && type.getLogicalType() instanceof PassThroughLogicalType;
  }

  /** The type whose Java values it has. */
  static FieldType plain(FieldType type) {
    return passesThrough(type) ? plain(logical(type).getBaseType()) : type;
  }

  static boolean isArray(FieldType type) {
    return type.getTypeName() == TypeName.ARRAY || type.getTypeName() == TypeName.ITERABLE;
  }

  static FieldType element(FieldType array) {
    return Objects.requireNonNull(array.getCollectionElementType());
  }

  /** Whether the values of one are values of the other as they are; null is not looked at. */
  static boolean same(FieldType from, FieldType to) {
    if (from.getTypeName() != to.getTypeName()) {
      return isArray(from) && isArray(to) && sameInside(element(from), element(to));
    }
    return switch (from.getTypeName()) {
      case ROW -> Objects.equals(from.getRowSchema(), to.getRowSchema());
      case ARRAY, ITERABLE -> sameInside(element(from), element(to));
      case MAP ->
          sameInside(
                  Objects.requireNonNull(from.getMapKeyType()),
                  Objects.requireNonNull(to.getMapKeyType()))
              && sameInside(
                  Objects.requireNonNull(from.getMapValueType()),
                  Objects.requireNonNull(to.getMapValueType()));
      case LOGICAL_TYPE ->
          logical(from).getIdentifier().equals(logical(to).getIdentifier())
              && logical(from).getBaseType().equals(logical(to).getBaseType())
              && Objects.equals(logical(from).getArgument(), logical(to).getArgument());
      default -> true;
    };
  }

  private static boolean sameInside(FieldType from, FieldType to) {
    return same(from, to) && (isNullable(to) || !isNullable(from));
  }
}
