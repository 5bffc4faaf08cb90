package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.Fields;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Fields of the record that make a key, by their indexes. */
final class KeyFields implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] indexes;

  private KeyFields(int[] indexes) {
    this.indexes = indexes;
  }

  /**
   * @param where what asks, first words of messages
   * @throws IllegalArgumentException if one is not there
   */
  static KeyFields of(Collection<String> names, Schema input, String where) {
    return new KeyFields(
        names.stream().mapToInt(name -> Fields.indexOf(name, input, where)).toArray());
  }

  /** These names, in this order. */
  static List<String> names(String method, String first, String... others) {
    List<String> names = new ArrayList<>();
    names.add(first);
    names.addAll(List.of(others));
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          method + " must name each field once, but was: " + String.join(", ", names));
    }
    return List.copyOf(names);
  }

  int[] indexes() {
    return indexes.clone();
  }

  boolean anyNull(Row row) {
    for (int index : indexes) {
      if (row.getValue(index) == null) {
        return true;
      }
    }
    return false;
  }

  @Nullable Object[] of(Row row) {
    @Nullable Object[] values = new Object[indexes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getValue(indexes[i]);
    }
    return values;
  }
}
