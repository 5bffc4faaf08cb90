package io.summerbeam.sdk.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** From CEL's types and values to those of Rows. */
final class BeamValues {

  private BeamValues() {}

  /** The type of a field that takes values of a CEL type; null where no field does. */
  static @Nullable FieldType typeOf(CelType celType, Binder binder) {
    CelType type = Operands.plain(celType);
    FieldType found =
        switch (type.kind()) {
          case INT -> FieldType.INT64;
          case DOUBLE -> FieldType.DOUBLE;
          case STRING -> FieldType.STRING;
          case BOOL -> FieldType.BOOLEAN;
          case BYTES -> FieldType.BYTES;
          case TIMESTAMP -> FieldType.DATETIME;
          case OPAQUE -> Operands.isDecimal(type) ? FieldType.DECIMAL : null;
          case STRUCT -> FieldType.row(binder.schemaNamed(type.name()));
          case LIST -> {
            FieldType element = typeOf(((ListType) type).elemType(), binder);
            yield element == null ? null : FieldType.array(element);
          }
          case MAP -> {
            FieldType key = typeOf(((MapType) type).keyType(), binder);
            FieldType value = typeOf(((MapType) type).valueType(), binder);
            yield key == null || value == null ? null : FieldType.map(key, value);
          }
          default -> null;
        };
    return found == null ? null : found.withNullable(true);
  }

  static @Nullable Object of(@Nullable Object value) {
    if (value == null || value == NullValue.NULL_VALUE) {
      return null;
    }
    if (value instanceof RowView view) {
      return view.row();
    }
    if (value instanceof CelByteString bytes) {
      return bytes.toByteArray();
    }
    if (value instanceof Instant time) {
      return millis(time);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, element) -> copy.put(of(key), of(element)));
      return copy;
    }
    return value;
  }

  private static org.joda.time.@Nullable Instant millis(Instant time) {
    try {
      return org.joda.time.Instant.ofEpochMilli(time.toEpochMilli());
    } catch (ArithmeticException e) {
      // A time of java.time that milliseconds do not reach, 292 million years from now.
      return null;
    }
  }
}
