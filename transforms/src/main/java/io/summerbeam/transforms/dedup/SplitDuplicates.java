package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.portability.HasAlternative;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Tells records that are let through from their duplicates, and keeps both: {@link DropDuplicates}
 * and {@link DropDuplicatesApproximately} for who wants to see what they drop.
 *
 * <pre>{@code
 * PCollectionTuple flights =
 *     rows.apply(
 *         DropDuplicates.byAllFields().within(Duration.ofDays(1)).keepingDuplicates());
 * PCollection<Row> once = flights.get(SplitDuplicates.FIRST);
 * PCollection<Row> again = flights.get(SplitDuplicates.OTHERS);
 * }</pre>
 *
 * <p>Every record of the input is in one of the two outputs, with its own timestamp. What equal is,
 * the windows, the state and the runners are those of the transform that it is made from.
 *
 * <p><b>Counts.</b> {@code records_in}, {@code records_out} (of {@link #FIRST}) and {@code
 * records_duplicate} (of {@link #OTHERS}) of the same step; nothing is dropped.
 */
public final class SplitDuplicates extends PTransform<PCollection<Row>, PCollectionTuple>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** What is let through: the first, or with {@link DropDuplicates#keepingLast} the last. */
  public static final TupleTag<Row> FIRST = DropDuplicates.FIRST;

  /** What would be dropped. */
  public static final TupleTag<Row> OTHERS = DropDuplicates.OTHERS;

  private final PTransform<?, ?> drop;
  private final String alternative;
  private final Splitting how;
  private final boolean counted;

  <T extends PTransform<?, ?> & HasAlternative> SplitDuplicates(T drop, Splitting how) {
    this(drop, drop.alternative(), how, true);
  }

  private SplitDuplicates(
      PTransform<?, ?> drop, String alternative, Splitting how, boolean counted) {
    this.drop = drop;
    this.alternative = alternative;
    this.how = how;
    this.counted = counted;
  }

  /** Counts nothing: for a transform that is made of this one and counts its records itself. */
  public SplitDuplicates withoutCounts() {
    return new SplitDuplicates(drop, alternative, how, false);
  }

  @Override
  public PCollectionTuple expand(PCollection<Row> input) {
    return how.split(input, counted);
  }

  @Override
  public String alternative() {
    return alternative;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    drop.populateDisplayData(builder);
  }
}
