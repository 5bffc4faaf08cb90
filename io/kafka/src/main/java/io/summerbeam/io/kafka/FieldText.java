package io.summerbeam.io.kafka;

import io.summerbeam.sdk.json.RowJson;
import java.nio.charset.StandardCharsets;
import java.time.temporal.TemporalAccessor;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.DateTime;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.joda.time.ReadableInstant;

/** One value as the bytes of a key or a header: bytes as they are, everything else as text. */
final class FieldText {

  private static final Set<TypeName> NOT_ONE_VALUE =
      EnumSet.of(TypeName.ROW, TypeName.ARRAY, TypeName.ITERABLE, TypeName.MAP);

  private FieldText() {}

  /** Whether values of a type have such a form: no rows, arrays and maps. */
  static boolean has(FieldType type) {
    LogicalType<?, ?> logical = type.getLogicalType();
    return logical == null
        ? !NOT_ONE_VALUE.contains(type.getTypeName())
        : logical instanceof DateTime
            || logical instanceof MicrosInstant
            || has(logical.getBaseType());
  }

  /** The bytes of a value, of a type that {@link #has} them. */
  static byte[] of(Object value, FieldType type) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    LogicalType<?, ?> logical = type.getLogicalType();
    if (value instanceof ReadableInstant time) {
      return utf8(RowJson.time(time));
    }
    if (logical == null || value instanceof TemporalAccessor) {
      return utf8(value.toString());
    }
    if (logical instanceof EnumerationType names) {
      return utf8(names.toString((EnumerationType.Value) value));
    }
    return of(base(logical, value), logical.getBaseType());
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // A value is of its logical type's input type.
  private static <InputT> Object base(LogicalType<InputT, ?> logical, Object value) {
    return logical.toBaseType((InputT) value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
