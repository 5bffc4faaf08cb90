package io.summerbeam.transforms.join;

import io.summerbeam.sdk.expression.BoundValue;
import io.summerbeam.sdk.expression.Expression;
import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.schema.KeyTypes;
import io.summerbeam.transforms.pairing.KeyReader;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of both sides: of one schema, for equal keys must be equal as bytes. A whole number has
 * 64 bits in an expression, whatever field it comes from, so that those of two expressions meet.
 */
final class JoinKeys {

  private static final String ON = "JoinWithin.on()";
  private static final String ON_EXPRESSIONS = "JoinWithin.onExpressions()";
  private static final String RIGHT = ", right side";

  private final Schema schema;
  private final KeyReader left;
  private final KeyReader right;

  /**
   * Keys of the records of both sides.
   *
   * @throws IllegalArgumentException if they do not fit; the message says what, rule and remedy
   */
  JoinKeys(List<JoinKey> keys, Schema leftSchema, Schema rightSchema) {
    Side lefts = new Side(keys.size());
    Side rights = new Side(keys.size());
    Schema.Builder builder = Schema.builder();
    for (int i = 0; i < keys.size(); i++) {
      JoinKey key = keys.get(i);
      FieldType type =
          key.computed()
              ? requireOneType(
                  key,
                  lefts.compute(i, key.left(), leftSchema, ON_EXPRESSIONS),
                  rights.compute(i, key.right(), rightSchema, ON_EXPRESSIONS + RIGHT))
              : requireOneType(
                  key,
                  lefts.take(i, key.left(), leftSchema, ON),
                  rights.take(i, key.right(), rightSchema, ON + RIGHT));
      builder.addField("k" + i, type);
    }
    this.schema = builder.build();
    this.left = lefts.reader(schema);
    this.right = rights.reader(schema);
  }

  Schema schema() {
    return schema;
  }

  /** Reads the keys of a side's records. */
  KeyReader reader(boolean leftSide) {
    return leftSide ? left : right;
  }

  private static FieldType requireOneType(JoinKey key, FieldType type, FieldType rightType) {
    if (!type.equals(rightType)) {
      throw new IllegalArgumentException(
          (key.computed() ? ON_EXPRESSIONS : ON)
              + ": '"
              + key.left()
              + "' and the right side's '"
              + key.right()
              + "' must be of one type, but '"
              + key.left()
              + "' is "
              + text(type)
              + " and the right side's is "
              + text(rightType)
              + (key.computed()
                  ? ". Convert it in the expression, with string() or int() for one."
                  : ". Convert it before, or with onExpressions()."));
    }
    KeyTypes.requireScalar(type, key.left(), key.computed() ? ON_EXPRESSIONS : ON);
    return type;
  }

  private static String text(FieldType type) {
    Schema.LogicalType<?, ?> logical = type.getLogicalType();
    return logical == null ? type.getTypeName().name() : logical.getIdentifier();
  }

  /** How the key of a side is read, part by part. */
  private static final class Side {
    private final int[] indexes;
    private final @Nullable BoundValue[] computed;

    Side(int parts) {
      indexes = new int[parts];
      computed = new @Nullable BoundValue[parts];
    }

    FieldType take(int part, String field, Schema schema, String where) {
      indexes[part] = Fields.indexOf(field, schema, where);
      return schema.getField(indexes[part]).getType().withNullable(false);
    }

    FieldType compute(int part, String expression, Schema schema, String where) {
      BoundValue value = Expression.of(expression).bindValue(schema, where);
      indexes[part] = KeyReader.COMPUTED;
      computed[part] = value;
      return value.type().withNullable(false);
    }

    KeyReader reader(Schema keySchema) {
      return new KeyReader(keySchema, indexes, computed);
    }
  }
}
