package io.summerbeam.transforms.join;

import io.summerbeam.sdk.source.Provenance;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes the rows that come out, by index. */
final class JoinedRows implements Serializable {

  private static final long serialVersionUID = 1;

  private final Schema schema;
  private final int leftFields;
  private final int[] rightIndexes;
  private final @Nullable Schema nested;
  private final int leftProvenance;
  private final int rightProvenance;

  /**
   * @param prefix of the right side's fields
   * @param nestedAs the name of the one field that the right side's are in; null if they are fields
   *     of their own
   */
  JoinedRows(Schema left, Schema right, JoinKind kind, String prefix, @Nullable String nestedAs) {
    this.leftFields = left.getFieldCount();
    this.leftProvenance = Provenance.indexIn(left);
    this.rightProvenance = Provenance.indexIn(right);
    int provenance = rightProvenance;
    this.rightIndexes =
        java.util.stream.IntStream.range(0, right.getFieldCount())
            .filter(i -> i != provenance)
            .toArray();
    boolean leftMissing = kind.keeps(false);
    boolean rightMissing = kind.keeps(true);
    Schema.Builder output = Schema.builder();
    for (Field field : left.getFields()) {
      output.addField(leftMissing ? nullable(field) : field);
    }
    Schema rightFields =
        Schema.of(Arrays.stream(rightIndexes).mapToObj(right::getField).toArray(Field[]::new));
    if (nestedAs != null) {
      requireFree(left, nestedAs, "asRow(newName)");
      output.addField(nestedAs, FieldType.row(rightFields).withNullable(rightMissing));
      this.nested = rightFields;
    } else {
      for (Field field : rightFields.getFields()) {
        Field named = field.withName(prefix + field.getName());
        requireFree(left, named.getName(), "withPrefix(prefix), or asRow(name)");
        output.addField(rightMissing ? nullable(named) : named);
      }
      this.nested = null;
    }
    this.schema = output.build();
  }

  Schema schema() {
    return schema;
  }

  /** A pair, or a record without a partner, whose other side is null. */
  Row row(@Nullable Row left, @Nullable Row right) {
    @Nullable Object[] values = new Object[schema.getFieldCount()];
    if (left != null) {
      for (int i = 0; i < leftFields; i++) {
        values[i] = left.getValue(i);
      }
    } else if (right != null && leftProvenance >= 0 && rightProvenance >= 0) {
      // Where a record came from is known of it whichever side it is of.
      values[leftProvenance] = right.getValue(rightProvenance);
    }
    if (right != null) {
      Schema row = nested;
      if (row == null) {
        for (int i = 0; i < rightIndexes.length; i++) {
          values[leftFields + i] = right.getValue(rightIndexes[i]);
        }
      } else {
        @Nullable Object[] inner = new Object[rightIndexes.length];
        for (int i = 0; i < inner.length; i++) {
          inner[i] = right.getValue(rightIndexes[i]);
        }
        values[leftFields] = Row.withSchema(row).attachValues(Arrays.asList(inner));
      }
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static Field nullable(Field field) {
    return field.withType(field.getType().withNullable(true));
  }

  private static void requireFree(Schema left, String name, String remedy) {
    if (left.hasField(name)) {
      throw new IllegalArgumentException(
          "JoinWithin: the left side has a field '"
              + name
              + "' already. Give those of the right side other names: "
              + remedy
              + ".");
    }
  }
}
