package io.summerbeam.transforms.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a record may break of its schema: a null where none is allowed, a value of another Java
 * class than its field's (Beam does not look at what a Row is made of by {@code attachValues}), or
 * a row of another number of fields, at any depth.
 */
final class Conformity {

  private Conformity() {}

  /**
   * @param expected with the fields of the input, and with its types but for what may be null
   */
  static RowCheck of(Schema input, Schema expected) {
    return new OfRow(new RowTest(input, expected));
  }

  /** Of a value that may be null or not. */
  private static final class Slot {

    private final boolean nullable;
    private final ValueTest test;

    Slot(FieldType type, FieldType expected) {
      this.nullable = Boolean.TRUE.equals(expected.getNullable());
      this.test = test(type, expected);
    }

    boolean takes(@Nullable Object value) {
      return value == null ? nullable : test.holds(value);
    }

    private static ValueTest test(FieldType type, FieldType expected) {
      return switch (type.getTypeName()) {
        case ROW ->
            new RowTest(
                Objects.requireNonNull(type.getRowSchema()),
                Objects.requireNonNull(expected.getRowSchema()));
        case ARRAY, ITERABLE ->
            new ElementsTest(
                new Slot(
                    Objects.requireNonNull(type.getCollectionElementType()),
                    Objects.requireNonNull(expected.getCollectionElementType())));
        case MAP ->
            new MapTest(
                new Slot(
                    Objects.requireNonNull(type.getMapKeyType()),
                    Objects.requireNonNull(expected.getMapKeyType())),
                new Slot(
                    Objects.requireNonNull(type.getMapValueType()),
                    Objects.requireNonNull(expected.getMapValueType())));
        default -> new ClassTest(ValueClass.of(type));
      };
    }
  }

  private static final class OfRow extends RowCheck {

    private final RowTest test;

    OfRow(RowTest test) {
      this.test = test;
    }

    @Override
    boolean holds(Row row) {
      return test.holdsIn(row);
    }
  }

  private static final class RowTest extends ValueTest {

    private final int fields;
    private final int[] indexes;
    private final Slot[] slots;

    /** Provenance is in the input and not expected: it is not looked at. */
    RowTest(Schema input, Schema expected) {
      this.fields = input.getFieldCount();
      this.indexes = new int[expected.getFieldCount()];
      List<Slot> all = new ArrayList<>();
      for (Field field : expected.getFields()) {
        indexes[all.size()] = input.indexOf(field.getName());
        all.add(new Slot(input.getField(field.getName()).getType(), field.getType()));
      }
      this.slots = all.toArray(Slot[]::new);
    }

    boolean holdsIn(Row row) {
      if (row.getFieldCount() != fields) {
        return false;
      }
      for (int i = 0; i < slots.length; i++) {
        if (!slots[i].takes(row.getValue(indexes[i]))) {
          return false;
        }
      }
      return true;
    }

    @Override
    boolean holds(Object value) {
      return value instanceof Row row && holdsIn(row);
    }
  }

  private static final class ElementsTest extends ValueTest {

    private final Slot element;

    ElementsTest(Slot element) {
      this.element = element;
    }

    @Override
    boolean holds(Object value) {
      if (!(value instanceof Iterable<?> elements)) {
        return false;
      }
      for (@Nullable Object each : elements) {
        if (!element.takes(each)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class MapTest extends ValueTest {

    private final Slot key;
    private final Slot value;

    MapTest(Slot key, Slot value) {
      this.key = key;
      this.value = value;
    }

    @Override
    boolean holds(Object map) {
      if (!(map instanceof Map<?, ?> entries)) {
        return false;
      }
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        if (!key.takes(entry.getKey()) || !value.takes(entry.getValue())) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class ClassTest extends ValueTest {

    private final Class<?> type;

    ClassTest(Class<?> type) {
      this.type = type;
    }

    @Override
    boolean holds(Object value) {
      return type.isInstance(value);
    }
  }
}
