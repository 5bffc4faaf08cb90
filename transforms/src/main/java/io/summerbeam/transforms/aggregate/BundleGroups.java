package io.summerbeam.transforms.aggregate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.StructuralByteArray;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle has seen, by group and window: what goes to the next step is one accumulator for
 * many records.
 */
final class BundleGroups {

  /** How many are held at most: on some runners a bundle is a whole partition. */
  private static final int LIMIT = 8192;

  /** Of how many records at most: what lists and sketches hold grows with them. */
  static final int MOST_RECORDS = 1 << 18;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final boolean hasBytes;
  private final List<Measure.Bound> measures;
  private final Map<Group, Portion> portions = new HashMap<>();
  private int records;

  BundleGroups(Schema keySchema, int[] keyIndexes, List<Measure.Bound> measures) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes;
    this.hasBytes = keySchema.getFields().stream().anyMatch(field -> isBytes(field.getType()));
    this.measures = measures;
  }

  private record Group(List<@Nullable Object> key, BoundedWindow window) {}

  void add(Row row, long time, BoundedWindow window) {
    portions
        .computeIfAbsent(
            new Group(key(row), window), group -> new Portion(window, Accumulator.empty(measures)))
        .add(row, time);
    records++;
  }

  boolean isFull() {
    return portions.size() >= LIMIT || records >= MOST_RECORDS;
  }

  /** Hands over everything, in its shortest form, and starts anew. */
  void drain(BiConsumer<Row, Portion> to) {
    portions.forEach(
        (group, portion) -> {
          portion.seen().compact();
          to.accept(Row.withSchema(keySchema).attachValues(values(group.key())), portion);
        });
    portions.clear();
    records = 0;
  }

  private List<@Nullable Object> key(Row row) {
    @Nullable Object[] key = new @Nullable Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      Object value = row.getValue(keyIndexes[i]);
      // An array is equal to none but itself.
      key[i] = hasBytes && value instanceof byte[] bytes ? new StructuralByteArray(bytes) : value;
    }
    return Arrays.asList(key);
  }

  private List<@Nullable Object> values(List<@Nullable Object> key) {
    if (!hasBytes) {
      return key;
    }
    @Nullable Object[] values = new @Nullable Object[key.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = key.get(i);
      values[i] = value instanceof StructuralByteArray bytes ? bytes.getValue() : value;
    }
    return Arrays.asList(values);
  }

  // What a logical type makes of bytes are bytes.
  private static boolean isBytes(FieldType type) {
    return type.getTypeName() == TypeName.BYTES
        || (type.getTypeName() == TypeName.LOGICAL_TYPE
            && isBytes(Objects.requireNonNull(type.getLogicalType()).getBaseType()));
  }
}
