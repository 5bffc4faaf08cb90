package io.summerbeam.sdk.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Turns a field's value, which is not null, into what CEL computes with. */
interface Conversion {

  Conversion NONE = value -> value;
  Conversion WHOLE_NUMBER = value -> ((Number) value).longValue();
  Conversion FLOATING = value -> ((Number) value).doubleValue();
  Conversion BYTES = value -> CelByteString.of((byte[]) value);
  Conversion TIME = value -> Instant.ofEpochMilli(((ReadableInstant) value).getMillis());

  Object toCel(Object value);

  /** The same for a value that may be null. */
  default Object toCelOrNull(@Nullable Object value) {
    return value == null ? NullValue.NULL_VALUE : toCel(value);
  }

  static Conversion nameIn(EnumerationType type) {
    return value -> type.toString((EnumerationType.Value) value);
  }

  static Conversion row(RowShape shape) {
    return value -> new RowView((Row) value, shape);
  }

  static Conversion elements(Conversion element) {
    return value ->
        value instanceof List<?> list
            ? new ListView(list, element)
            : ListView.copyOf((Iterable<?>) value, element);
  }

  static Conversion entries(Conversion key, Conversion entry) {
    return value -> {
      Map<?, ?> map = (Map<?, ?>) value;
      if (key == NONE) {
        return new MapView(map, entry);
      }
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(key.toCelOrNull(k), entry.toCelOrNull(v)));
      return copy;
    };
  }
}
