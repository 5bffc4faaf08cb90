package io.summerbeam.transforms.dedup;

import java.io.Serializable;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;

/** A way to tell the first of equal records from the others. */
@FunctionalInterface
interface Splitting extends Serializable {

  /**
   * Gives both outputs.
   *
   * @param counted whether it counts
   */
  PCollectionTuple split(PCollection<Row> input, boolean counted);
}
