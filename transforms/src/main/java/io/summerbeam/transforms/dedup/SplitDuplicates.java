package io.summerbeam.transforms.dedup;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Tells the first of equal records from the others, and keeps both: {@link DropDuplicates} for who
 * wants to see what it drops.
 *
 * <pre>{@code
 * PCollectionTuple flights =
 *     rows.apply(
 *         DropDuplicates.byAllFields().within(Duration.ofDays(1)).keepingDuplicates());
 * PCollection<Row> once = flights.get(SplitDuplicates.FIRST);
 * PCollection<Row> again = flights.get(SplitDuplicates.OTHERS);
 * }</pre>
 *
 * <p>Every record of the input is in one of the two outputs. What equal is, the windows, the state
 * and the runners are those of {@link DropDuplicates}. Nothing is counted.
 */
public final class SplitDuplicates extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final long serialVersionUID = 1;

  /** What {@link DropDuplicates} lets through. */
  public static final TupleTag<Row> FIRST = DropDuplicates.FIRST;

  /** What {@link DropDuplicates} drops. */
  public static final TupleTag<Row> OTHERS = DropDuplicates.OTHERS;

  private final DropDuplicates how;

  SplitDuplicates(DropDuplicates how) {
    this.how = how;
  }

  @Override
  public PCollectionTuple expand(PCollection<Row> input) {
    return how.split(input, true);
  }
}
