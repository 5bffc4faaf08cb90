package io.summerbeam.sdk.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes the row of a change of what was read of it. */
final class DebeziumRows {

  private static final String DELETE = "d";

  private static final Problem TRUNCATE =
      new Problem("the change is a truncate of the whole table ('op' t), which is of no key");
  private static final Problem MESSAGE =
      new Problem("the change is a message of the database ('op' m), which is of no table");
  private static final Problem OTHER_OP =
      new Problem("'op' must say what the change is (c, u, d, r, t, m), but is something else");
  private static final Problem NO_OP =
      new Problem("'op' must say what the change is (c, u, d, r, t, m), but is missing");
  private static final Problem NO_AFTER =
      new Problem("the change must have the row after it ('after'), but has none");
  private static final Problem NO_BEFORE =
      new Problem(
          "the delete must have the row before it ('before'), but has none. Give the table a key, or"
              + " set its REPLICA IDENTITY to FULL");
  private static final Problem OTHER_TIME =
      new Problem("'source.ts_ms' must be a whole number of milliseconds, but is another value");

  private final Schema schema;
  private final int columns;
  // What a column's value may not be but in a delete: null, where the table has no null.
  private final @Nullable Problem[] absent;
  private final int[] metadata;
  private final boolean[] whole;
  private final Problem[] notWhole;

  DebeziumRows(DebeziumFormat format, DebeziumMetadata said) {
    this.schema = format.schema();
    Schema table = format.table();
    this.columns = table.getFieldCount();
    this.absent = new Problem[columns];
    String prefix = format.flat() ? "" : "after.";
    for (int i = 0; i < columns; i++) {
      Schema.Field field = table.getField(i);
      if (!Boolean.TRUE.equals(field.getType().getNullable())) {
        absent[i] =
            new Problem(
                "field '" + prefix + field.getName() + "' must have a value, but has none or null");
      }
    }
    int count = format.metadata().size();
    this.metadata = new int[count];
    this.whole = new boolean[count];
    this.notWhole = new Problem[count];
    int i = 0;
    for (Map.Entry<String, FieldType> each : format.metadata().entrySet()) {
      metadata[i] = said.indexOf(each.getKey());
      whole[i] = each.getValue().getTypeName() == TypeName.INT64;
      notWhole[i] = new FieldRule(each.getValue(), each.getKey()).butIs("another value");
      i++;
    }
  }

  /**
   * The row of a whole change.
   *
   * @param said what {@link DebeziumMetadata} has indexes for
   * @param before the columns before it; null, or a problem
   * @param after the columns after it; null, or a problem
   * @return a Row or a {@link Problem}
   */
  Object of(@Nullable Object[] said, @Nullable Object before, @Nullable Object after) {
    if (!(said[DebeziumMetadata.OP] instanceof String op)) {
      return said[DebeziumMetadata.OP] == null ? NO_OP : OTHER_OP;
    }
    return switch (op) {
      case "c", "u", "r" -> after == null ? NO_AFTER : row(said, after, false);
      case DELETE -> before == null ? NO_BEFORE : row(said, before, true);
      case "t" -> TRUNCATE;
      case "m" -> MESSAGE;
      default -> OTHER_OP;
    };
  }

  /** The row of a flattened change. */
  Object flat(@Nullable Object[] said, Row row) {
    Object op = said[DebeziumMetadata.OP];
    boolean deleted = "true".equals(said[DebeziumMetadata.DELETED]) || DELETE.equals(op);
    return op instanceof Long ? OTHER_OP : row(said, row, deleted);
  }

  private Object row(@Nullable Object[] said, Object read, boolean deleted) {
    if (!(read instanceof Row row)) {
      return read;
    }
    @Nullable Object[] values = new Object[schema.getFieldCount()];
    List<Object> from = row.getValues();
    for (int i = 0; i < columns; i++) {
      Object value = from.get(i);
      Problem problem = absent[i];
      if (value == null && problem != null && !deleted) {
        return problem;
      }
      values[i] = value;
    }
    Object time = said[DebeziumMetadata.TIME];
    Long millis = LogPosition.whole(time);
    if (time != null && millis == null) {
      return OTHER_TIME;
    }
    values[columns] = said[DebeziumMetadata.OP];
    values[columns + 1] = deleted;
    values[columns + 2] = millis;
    values[columns + 3] =
        LogPosition.of(
            said[DebeziumMetadata.LSN],
            said[DebeziumMetadata.SCN],
            said[DebeziumMetadata.FILE],
            said[DebeziumMetadata.POS]);
    for (int i = 0; i < metadata.length; i++) {
      Object value = said[metadata[i]];
      if (value != null) {
        Object typed = whole[i] ? LogPosition.whole(value) : value.toString();
        if (typed == null) {
          return notWhole[i];
        }
        values[columns + 4 + i] = typed;
      }
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
