package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * A function of groups. Its state is known by their keys, too: that of other keys would give
 * results of groups that there are not.
 */
record KeyedMeasure(Measure.Bound measure, int digest) implements Measure.Bound {

  /**
   * @param keys the key fields of the groups
   */
  static KeyedMeasure of(Measure.Bound measure, Schema keys) {
    return new KeyedMeasure(
        measure, 31 * FunctionDigest.of("by", FieldType.row(keys)) + measure.digest());
  }

  @Override
  public FieldType type() {
    return measure.type();
  }

  @Override
  public Cell newCell() {
    return measure.newCell();
  }
}
