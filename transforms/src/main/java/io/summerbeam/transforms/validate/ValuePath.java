package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Leads a test along a path to all values at its end. A null anywhere on the way, and at the end,
 * is answered without the test; where there is no element, nothing breaks the rule.
 */
final class ValuePath {

  private final List<FieldPath.Step> steps;
  private final ValueTest test;
  private final boolean nullHolds;

  private ValuePath(List<FieldPath.Step> steps, ValueTest test, boolean nullHolds) {
    this.steps = steps;
    this.test = test;
    this.nullHolds = nullHolds;
  }

  /**
   * @param path which was resolved in {@code input}
   */
  static RowCheck check(FieldPath path, Schema input, ValueTest test, boolean nullHolds) {
    ValuePath way = new ValuePath(path.steps(), test, nullHolds);
    return new OfRow(way.inRow(0, input));
  }

  private ValueTest from(int at, FieldType type) {
    if (at == steps.size()) {
      return test;
    }
    FieldPath.Step step = steps.get(at);
    if (step instanceof FieldPath.Elements) {
      FieldType element = Objects.requireNonNull(type.getCollectionElementType());
      return new InElements(from(at + 1, element), nullHolds);
    }
    if (step instanceof FieldPath.Values) {
      FieldType value = Objects.requireNonNull(type.getMapValueType());
      return new InValues(from(at + 1, value), nullHolds);
    }
    return inRow(at, Objects.requireNonNull(type.getRowSchema()));
  }

  private InRow inRow(int at, Schema schema) {
    FieldPath.Name name = (FieldPath.Name) steps.get(at);
    int index = schema.indexOf(name.name());
    return new InRow(index, from(at + 1, schema.getField(index).getType()), nullHolds);
  }

  private static final class OfRow extends RowCheck {

    private final InRow first;

    OfRow(InRow first) {
      this.first = first;
    }

    @Override
    boolean holds(Row row) {
      return first.holdsIn(row);
    }
  }

  private static final class InRow extends ValueTest {

    private final int index;
    private final ValueTest next;
    private final boolean nullHolds;

    InRow(int index, ValueTest next, boolean nullHolds) {
      this.index = index;
      this.next = next;
      this.nullHolds = nullHolds;
    }

    boolean holdsIn(Row row) {
      Object value = row.getValue(index);
      return value == null ? nullHolds : next.holds(value);
    }

    @Override
    boolean holds(Object row) {
      return holdsIn((Row) row);
    }
  }

  private static final class InElements extends ValueTest {

    private final ValueTest next;
    private final boolean nullHolds;

    InElements(ValueTest next, boolean nullHolds) {
      this.next = next;
      this.nullHolds = nullHolds;
    }

    @Override
    boolean holds(Object elements) {
      return all((Iterable<?>) elements, next, nullHolds);
    }
  }

  private static final class InValues extends ValueTest {

    private final ValueTest next;
    private final boolean nullHolds;

    InValues(ValueTest next, boolean nullHolds) {
      this.next = next;
      this.nullHolds = nullHolds;
    }

    @Override
    boolean holds(Object map) {
      return all(((Map<?, ?>) map).values(), next, nullHolds);
    }
  }

  private static boolean all(Iterable<?> values, ValueTest next, boolean nullHolds) {
    for (@Nullable Object value : values) {
      if (value == null ? !nullHolds : !next.holds(value)) {
        return false;
      }
    }
    return true;
  }
}
