package io.summerbeam.transforms.join;

import io.summerbeam.sdk.schema.Fields;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.transforms.pairing.RowAppender;
import io.summerbeam.transforms.pairing.TakenFields;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes the rows that come out, by index. */
final class JoinedRows implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema left;
  private final RowAppender appender;
  private final int[] taken;
  private final int leftProvenance;
  private final int rightProvenance;

  /**
   * Rows of both sides' fields.
   *
   * @param takes of the right side; all fields where there are none
   * @param prefix of the names of all fields of the right side
   */
  JoinedRows(Schema left, Schema right, JoinKind kind, TakenFields takes, String prefix) {
    this.leftProvenance = Provenance.indexIn(left);
    this.rightProvenance = Provenance.indexIn(right);
    this.left = kind.keeps(false) ? nullable(left) : left;
    TakenFields fields = takes.isEmpty() ? all(takes, left, right, prefix) : takes;
    this.appender = fields.appender(this.left, right, kind.keeps(true));
    this.taken = appender.takenIndexes();
  }

  Schema schema() {
    return appender.outputSchema();
  }

  /** A pair, or a record without a partner, whose other side is null. */
  Row row(@Nullable Row leftRow, @Nullable Row rightRow) {
    @Nullable Object @Nullable [] values = null;
    if (rightRow != null) {
      values = new @Nullable Object[taken.length];
      for (int i = 0; i < taken.length; i++) {
        values[i] = rightRow.getValue(taken[i]);
      }
    }
    return appender.appendValues(leftRow == null ? nobody(rightRow) : leftRow, values);
  }

  /** In the place of a left record that is not there. */
  private Row nobody(@Nullable Row rightRow) {
    @Nullable Object[] values = new @Nullable Object[left.getFieldCount()];
    if (rightRow != null && leftProvenance >= 0 && rightProvenance >= 0) {
      // Where a record came from is known of it whichever side it is of.
      values[leftProvenance] = rightRow.getValue(rightProvenance);
    }
    return Row.withSchema(left).attachValues(Arrays.asList(values));
  }

  private static TakenFields all(TakenFields none, Schema left, Schema right, String prefix) {
    TakenFields all = none;
    for (String field : Fields.namesOf(right)) {
      String name = prefix + field;
      if (left.hasField(name)) {
        throw new IllegalArgumentException(
            "JoinWithin: the left side has a field '"
                + name
                + "' already. Give those of the right side other names: withPrefix(prefix),"
                + " take(rightField, newField), or takeAs(newField).");
      }
      all = all.take(field, name);
    }
    return all;
  }

  private static Schema nullable(Schema schema) {
    return Schema.of(
        schema.getFields().stream()
            .map(field -> field.withType(field.getType().withNullable(true)))
            .toArray(Field[]::new));
  }
}
