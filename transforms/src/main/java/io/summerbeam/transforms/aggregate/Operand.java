package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.SchemaCoder;

/** The field a function is of, found and checked when the pipeline is built. */
record Operand(int index, FieldType type) implements Serializable {

  private static final Set<TypeName> WHOLE =
      Set.of(TypeName.BYTE, TypeName.INT16, TypeName.INT32, TypeName.INT64);
  private static final Set<TypeName> FLOATING = Set.of(TypeName.FLOAT, TypeName.DOUBLE);
  private static final Set<TypeName> OTHERS_WITH_AN_ORDER =
      Set.of(TypeName.STRING, TypeName.DATETIME, TypeName.BOOLEAN);

  /**
   * @param text how the function was asked for, for the message
   */
  static Operand of(String field, Schema input, String text) {
    int index = Fields.indexOf(field, input, "Aggregate." + text);
    return new Operand(index, input.getField(index).getType().withNullable(false));
  }

  static Operand number(String field, Schema input, String text) {
    Operand operand = of(field, input, text);
    if (!operand.isNumber()) {
      throw new IllegalArgumentException(
          "Aggregate."
              + text
              + ": the field must be a number, but is "
              + operand.type.getTypeName()
              + ". Convert it before.");
    }
    return operand;
  }

  static Operand ordered(String field, Schema input, String text) {
    Operand operand = of(field, input, text);
    if (!operand.isOrdered()) {
      throw new IllegalArgumentException(
          "Aggregate."
              + text
              + ": the field must be of a type with an order (numbers, text, time, boolean), but"
              + " is "
              + operand.type.getTypeName()
              + ". Convert it before.");
    }
    return operand;
  }

  /** Any but a map, and what contains one: equal maps may be written in several ways. */
  static Operand writable(String field, Schema input, String text) {
    Operand operand = of(field, input, text);
    if (containsMap(operand.type)) {
      throw new IllegalArgumentException(
          "Aggregate."
              + text
              + ": the field must not be or contain a MAP, but '"
              + field
              + "' does. Convert it before.");
    }
    return operand;
  }

  boolean isWhole() {
    return WHOLE.contains(type.getTypeName());
  }

  boolean isFloating() {
    return FLOATING.contains(type.getTypeName());
  }

  boolean isDecimal() {
    return type.getTypeName() == TypeName.DECIMAL;
  }

  boolean isOrdered() {
    return isNumber() || OTHERS_WITH_AN_ORDER.contains(type.getTypeName());
  }

  /** Of a value that is not null. */
  Coder<Object> coder() {
    return SchemaCoder.coderForFieldType(type);
  }

  private static boolean containsMap(FieldType type) {
    return switch (type.getTypeName()) {
      case MAP -> true;
      case ARRAY, ITERABLE -> containsMap(Objects.requireNonNull(type.getCollectionElementType()));
      case ROW ->
          Objects.requireNonNull(type.getRowSchema()).getFields().stream()
              .anyMatch(field -> containsMap(field.getType()));
      case LOGICAL_TYPE -> containsMap(Objects.requireNonNull(type.getLogicalType()).getBaseType());
      default -> false;
    };
  }

  private boolean isNumber() {
    return isWhole() || isFloating() || isDecimal();
  }
}
