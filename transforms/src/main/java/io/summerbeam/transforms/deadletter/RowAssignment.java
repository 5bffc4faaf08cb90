package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.expression.UncomputableException;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.schema.RowValues;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.transforms.conform.Conform;
import io.summerbeam.transforms.conform.Mapping;
import io.summerbeam.transforms.conform.Unmapped;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * An assignment in Rows of one schema, which says what the value must be: it is cast as {@link
 * Conform} does it, and a text is read where the field is a time.
 */
final class RowAssignment {

  private final String path;
  private final List<String> names;
  private final @Nullable Computed computed;

  /**
   * What computes the value.
   *
   * @param made the schema of the value alone, as it is computed
   * @param cast makes the field of it
   */
  private record Computed(BoundValue expression, Schema made, RowFunction cast) {}

  private RowAssignment(String path, List<String> names, @Nullable Computed computed) {
    this.path = path;
    this.names = names;
    this.computed = computed;
  }

  /**
   * @param names of the path
   * @param expression null for a null
   * @throws UnmendableException if the schema has no such field, the expression does not fit the
   *     schema, or its value is none of the field; here, names are those of a schema and no data
   */
  static RowAssignment of(
      FieldPath path, List<String> names, @Nullable Expression expression, Schema schema)
      throws UnmendableException {
    FieldType type;
    try {
      type = path.resolve(schema, "the schema of its payload");
    } catch (IllegalArgumentException e) {
      throw new UnmendableException(String.valueOf(e.getMessage()));
    }
    if (expression == null) {
      if (!Boolean.TRUE.equals(type.getNullable())) {
        throw new UnmendableException(
            "'"
                + path.text()
                + "' must have a value in the schema of its payload, but is set to null");
      }
      return new RowAssignment(path.text(), names, null);
    }
    BoundValue bound = bind(expression, schema, path);
    return new RowAssignment(path.text(), names, computed(bound, type, path, names));
  }

  private static BoundValue bind(Expression expression, Schema schema, FieldPath path)
      throws UnmendableException {
    try {
      return expression.bindValue(schema, "set(" + path.text() + ")");
    } catch (IllegalArgumentException e) {
      // The lines behind the first show the expression, and the place in it.
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UnmendableException("the schema of its payload does not fit " + what);
    }
  }

  private static Computed computed(
      BoundValue bound, FieldType type, FieldPath path, List<String> names)
      throws UnmendableException {
    String name = names.get(names.size() - 1);
    Schema made = Schema.of(Field.of(name, bound.type()));
    Schema wanted = Schema.of(Field.of(name, type.withNullable(false)));
    Mapping mapping = Mapping.byName();
    if (bound.type().getTypeName() == TypeName.STRING && isReadFromText(type)) {
      mapping = mapping.parsing("`" + name + "`");
    }
    try {
      return new Computed(
          bound, made, Conform.to(wanted, mapping).withUnmapped(Unmapped.REFUSE).open(made));
    } catch (IllegalArgumentException e) {
      // Its message says how to go on in a mapping.
      throw new UnmendableException(
          "'"
              + path.text()
              + "' is "
              + name(type)
              + " in the schema of its payload, but the value of its expression is "
              + name(bound.type())
              + ": convert it in the expression");
    }
  }

  // No expression has a day or a time of day, and none a time finer than milliseconds.
  private static boolean isReadFromText(FieldType type) {
    return type.getTypeName() == TypeName.DATETIME
        || (type.getTypeName().isLogicalType()
            && !(type.getLogicalType() instanceof PassThroughLogicalType));
  }

  private static String name(FieldType type) {
    return type.getLogicalType() == null
        ? type.getTypeName().toString()
        : type.getLogicalType().getIdentifier();
  }

  /** The row with the new value. */
  Row in(Row row) throws UnmendableException {
    return with(row, 0, value(row));
  }

  private @Nullable Object value(Row row) throws UnmendableException {
    Computed how = computed;
    if (how == null) {
      return null;
    }
    Object value = evaluate(how.expression(), row);
    if (value == null) {
      throw new UnmendableException(
          "the expression of '" + path + "' has no value for its payload");
    }
    Misfit misfit = new Misfit();
    Row cast =
        how.cast()
            .apply(
                Row.withSchema(how.made()).attachValues(Collections.singletonList(value)), misfit);
    if (cast == null) {
      throw new UnmendableException(
          "the value of '" + path + "' does not fit: " + misfit.message());
    }
    return cast.getValue(0);
  }

  private static @Nullable Object evaluate(BoundValue expression, Row row) {
    try {
      // A time must not be cut to milliseconds without anybody's knowing.
      return expression.evaluateStrictly(row);
    } catch (UncomputableException e) {
      return null;
    }
  }

  private Row with(Row row, int depth, @Nullable Object value) throws UnmendableException {
    int index = row.getSchema().indexOf(names.get(depth));
    @Nullable Object[] values = RowValues.of(row);
    if (depth == names.size() - 1) {
      values[index] = value;
    } else if (values[index] instanceof Row inner) {
      values[index] = with(inner, depth + 1, value);
    } else {
      throw new UnmendableException("its payload has no record that '" + path + "' could be in");
    }
    return Row.withSchema(row.getSchema()).attachValues(Arrays.asList(values));
  }
}
