package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.expression.BoundCondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records, and those of them that keep a condition. Of any and all those do not count
 * for which the condition is neither true nor false, as in SQL.
 */
final class ConditionCell implements Cell {

  private final ConditionMeasure.Kind kind;
  private final BoundCondition condition;
  private final boolean overKnown;
  private long records;
  private long kept;

  ConditionCell(ConditionMeasure.Kind kind, BoundCondition condition) {
    this.kind = kind;
    this.condition = condition;
    this.overKnown = kind == ConditionMeasure.Kind.ANY || kind == ConditionMeasure.Kind.ALL;
  }

  @Override
  public void add(Row row, long time) {
    Boolean truth = condition.truth(row);
    if (truth == null && overKnown) {
      return;
    }
    records++;
    if (truth != null && truth) {
      kept++;
    }
  }

  @Override
  public void merge(Cell other) {
    ConditionCell cell = (ConditionCell) other;
    records += cell.records;
    kept += cell.kept;
  }

  @Override
  public @Nullable Object result() {
    if (kind == ConditionMeasure.Kind.COUNT) {
      return kept;
    }
    if (records == 0) {
      return null;
    }
    return switch (kind) {
      case SHARE -> (Object) ((double) kept / records);
      case ANY -> kept > 0;
      default -> kept == records;
    };
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    VarInt.encode(records, out);
    VarInt.encode(kept, out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    records = States.readCount(in);
    kept = States.readCount(in);
  }
}
