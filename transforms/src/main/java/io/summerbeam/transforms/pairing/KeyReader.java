package io.summerbeam.transforms.pairing;

import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.transforms.table.TableIndex;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Reads the key of a record, by index. Used by one thread at a time. */
public final class KeyReader implements Serializable {

  private static final long serialVersionUID = 1;

  /** In the place of an index where the part is computed. */
  public static final int COMPUTED = -1;

  private final Schema keySchema;
  private final TypeName[] types;
  private final int[] indexes;
  private final @Nullable BoundValue[] computed;

  // Where the key is one field as it is, as most keys are; else COMPUTED.
  private final int single;

  /**
   * Reads keys of one schema.
   *
   * @param keySchema of the keys
   * @param indexes for each field of a key that of the record, or {@link #COMPUTED}
   * @param computed for each field of a key what computes it, or null
   */
  public KeyReader(Schema keySchema, int[] indexes, @Nullable BoundValue[] computed) {
    this.keySchema = keySchema;
    this.types =
        keySchema.getFields().stream()
            .map(field -> field.getType().getTypeName())
            .toArray(TypeName[]::new);
    this.indexes = indexes.clone();
    this.computed = computed.clone();
    this.single = indexes.length == 1 && computed[0] == null ? indexes[0] : COMPUTED;
  }

  /** The schema of the keys. */
  public Schema keySchema() {
    return keySchema;
  }

  /** The key as a Row; null where a part of it is null or cannot be computed. */
  public @Nullable Row read(Row record) {
    Object key = readValue(record);
    return key == null ? null : rowOf(key);
  }

  /**
   * The key in the form that costs least: one value as it is, several as a list. It equals and
   * hashes as a key; null where a part of it is null or cannot be computed.
   */
  public @Nullable Object readValue(Row record) {
    if (single != COMPUTED) {
      return record.getValue(single);
    }
    if (indexes.length == 1) {
      return part(record, 0);
    }
    @Nullable Object[] values = new Object[indexes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = part(record, i);
    }
    return TableIndex.key(values);
  }

  /** The Row of a key that {@link #readValue} gave. */
  public Row rowOf(Object key) {
    return Row.withSchema(keySchema)
        .attachValues(
            indexes.length == 1
                ? List.of(key)
                : Collections.<Object>unmodifiableList((List<?>) key));
  }

  private @Nullable Object part(Row record, int i) {
    BoundValue expression = computed[i];
    return expression == null
        ? record.getValue(indexes[i])
        : narrowed(expression.evaluate(record), types[i]);
  }

  // A computed whole number has 64 bits. One that the key's type cannot hold is no such key.
  private static @Nullable Object narrowed(@Nullable Object value, TypeName type) {
    if (!(value instanceof Long number)) {
      return value;
    }
    long whole = number;
    return switch (type) {
      case INT32 -> whole == (int) whole ? (Object) (int) whole : null;
      case INT16 -> whole == (short) whole ? (Object) (short) whole : null;
      case BYTE -> whole == (byte) whole ? (Object) (byte) whole : null;
      default -> value;
    };
  }
}
