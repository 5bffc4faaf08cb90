package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;

/**
 * Java code on the values of a field.
 *
 * @param field the name of a field, whatever it looks like; else a path
 */
record FieldPredicateRule<T>(
    String field, Class<T> type, SerializableFunction<T, Boolean> predicate, boolean nullHolds)
    implements RowRule {

  @Override
  public String text() {
    return "Java predicate on " + field;
  }

  @Override
  public Rule orNull() {
    return new FieldPredicateRule<>(field, type, predicate, true);
  }

  @Override
  public RowCheck bind(Schema input, String where) {
    FieldPath path = FieldPath.of(input.hasField(field) ? "`" + field + "`" : field);
    Class<?> actual = ValueClass.of(path.resolve(input, where));
    if (!type.isAssignableFrom(actual)) {
      throw new IllegalArgumentException(
          where
              + ": the field '"
              + field
              + "' holds "
              + actual.getSimpleName()
              + ", but the predicate takes "
              + type.getSimpleName()
              + ".");
    }
    // Most fields are of the record itself: these are read with a call less.
    return path.steps().size() == 1
        ? new Check<>(input.indexOf(field), predicate, nullHolds)
        : ValuePath.check(path, input, new Test<>(type, predicate), nullHolds);
  }

  private static final class Check<T> extends RowCheck {

    private final int index;
    private final SerializableFunction<T, Boolean> predicate;
    private final boolean nullHolds;

    Check(int index, SerializableFunction<T, Boolean> predicate, boolean nullHolds) {
      this.index = index;
      this.predicate = predicate;
      this.nullHolds = nullHolds;
    }

    @Override
    boolean holds(Row row) {
      T value = row.getValue(index);
      return value == null ? nullHolds : predicate.apply(value);
    }
  }

  private static final class Test<T> extends ValueTest {

    private final Class<T> type;
    private final SerializableFunction<T, Boolean> predicate;

    Test(Class<T> type, SerializableFunction<T, Boolean> predicate) {
      this.type = type;
      this.predicate = predicate;
    }

    @Override
    boolean holds(Object value) {
      return predicate.apply(type.cast(value));
    }
  }
}
