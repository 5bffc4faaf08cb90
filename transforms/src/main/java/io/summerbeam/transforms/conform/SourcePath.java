package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is at the end of a path; of a path through an array or a map all of them, in an array
 * or a map.
 *
 * @param type of what is read; it can be null where anything on the way can
 */
record SourcePath(FieldType type, Reader reader) {

  /** Reads on from a value, which may be null. */
  interface Reader {
    @Nullable Object read(@Nullable Object value);
  }

  /** The steps fit the schema, which was checked. */
  static SourcePath of(List<FieldPath.Step> steps, Schema schema) {
    return from(FieldType.row(schema), steps);
  }

  private static SourcePath from(FieldType type, List<FieldPath.Step> steps) {
    if (steps.isEmpty()) {
      return new SourcePath(type, value -> value);
    }
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    boolean nullable = Types.isNullable(type);
    if (steps.get(0) instanceof FieldPath.Name named) {
      Schema schema = Objects.requireNonNull(type.getRowSchema());
      int index = schema.indexOf(named.name());
      SourcePath inner = from(schema.getField(index).getType(), rest);
      Reader next = inner.reader();
      return new SourcePath(
          inner.type().withNullable(nullable || Types.isNullable(inner.type())),
          value -> value == null ? null : next.read(((Row) value).getValue(index)));
    }
    if (steps.get(0) instanceof FieldPath.Elements) {
      SourcePath inner = from(Types.element(type), rest);
      return new SourcePath(
          FieldType.array(inner.type()).withNullable(nullable),
          value -> elements((Iterable<?>) value, inner.reader()));
    }
    SourcePath inner = from(Objects.requireNonNull(type.getMapValueType()), rest);
    FieldType keys = Objects.requireNonNull(type.getMapKeyType());
    return new SourcePath(
        FieldType.map(keys, inner.type()).withNullable(nullable),
        value -> values((Map<?, ?>) value, inner.reader()));
  }

  private static @Nullable Object elements(@Nullable Iterable<?> elements, Reader reader) {
    if (elements == null) {
      return null;
    }
    List<@Nullable Object> read = new ArrayList<>();
    for (Object element : elements) {
      read.add(reader.read(element));
    }
    return read;
  }

  private static @Nullable Object values(@Nullable Map<?, ?> map, Reader reader) {
    if (map == null) {
      return null;
    }
    Map<Object, @Nullable Object> read = new LinkedHashMap<>();
    map.forEach((key, value) -> read.put(key, reader.read(value)));
    return read;
  }
}
