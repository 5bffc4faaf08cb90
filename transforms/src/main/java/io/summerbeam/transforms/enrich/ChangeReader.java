package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.expression.BoundCondition;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Reads what is kept of a change. */
final class ChangeReader implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema takenSchema;
  private final int[] taken;
  private final int deleteField;
  private final @Nullable BoundCondition deleteWhen;
  private final int versionField;

  /**
   * @param takenSchema of what is kept
   * @param taken the indexes of its fields in a change
   * @param deleteField the index of the field that is true for a delete; negative if there is none
   * @param deleteWhen what is true for a delete; null if there is none
   * @param versionField the index of the field that orders changes of a time; negative if there is
   *     none
   */
  ChangeReader(
      Schema takenSchema,
      int[] taken,
      int deleteField,
      @Nullable BoundCondition deleteWhen,
      int versionField) {
    this.takenSchema = takenSchema;
    this.taken = taken.clone();
    this.deleteField = deleteField;
    this.deleteWhen = deleteWhen;
    this.versionField = versionField;
  }

  Schema takenSchema() {
    return takenSchema;
  }

  TableVersion read(Row change, long time) {
    return new TableVersion(time, order(change), isDelete(change) ? null : taken(change));
  }

  private boolean isDelete(Row change) {
    BoundCondition condition = deleteWhen;
    return condition == null
        ? deleteField >= 0 && Boolean.TRUE.equals(change.getValue(deleteField))
        : condition.test(change);
  }

  private Row taken(Row change) {
    @Nullable Object[] values = new Object[taken.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = change.getValue(taken[i]);
    }
    return Row.withSchema(takenSchema).attachValues(Arrays.asList(values));
  }

  private long order(Row change) {
    if (versionField < 0) {
      return 0;
    }
    Object version = change.getValue(versionField);
    if (version == null) {
      return Long.MIN_VALUE;
    }
    return version instanceof ReadableInstant instant
        ? instant.getMillis()
        : ((Number) version).longValue();
  }
}
