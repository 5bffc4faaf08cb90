package io.summerbeam.transforms.aggregate;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/**
 * The results of an {@link Aggregate}, and the records that came too late for them: for who wants
 * to see what a runner would drop. After {@link Aggregate#withLateData} they are dead letters, too.
 *
 * <pre>{@code
 * PCollectionTuple flights =
 *     rows.apply(
 *         Aggregate.by("origin").over(Windows.days(UTC)).count("flights").keepingLateData());
 * PCollection<Row> days = flights.get(SplitLateData.RESULTS);
 * PCollection<Row> late = flights.get(SplitLateData.LATE);
 * }</pre>
 *
 * <p>{@link #LATE} has the fields of the input, then {@code window_start}, {@code window_end} and
 * {@code lateness_ms}: an allowed lateness longer than this would have let the record in. It keeps
 * its time and is in the global window, where nothing is late. Where windows overlap, a record is
 * there once for each that it is late for.
 *
 * <p>Every record of the input is, for each of its windows, in one result or late. What late is,
 * what it costs, and the runners are those of {@link Aggregate#withLateData}.
 */
public final class SplitLateData extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final long serialVersionUID = 1;

  /** What {@link Aggregate} puts out. */
  public static final TupleTag<Row> RESULTS = GroupsWithLateData.RESULTS;

  /** The records that are late, with the window they are late for. */
  public static final TupleTag<Row> LATE = new TupleTag<>("late") {};

  /** The field of {@link #LATE}: how far the watermark had passed the end of the window. */
  public static final String LATENESS_MS = "lateness_ms";

  private final Aggregate how;

  SplitLateData(Aggregate how) {
    this.how = how;
  }

  @Override
  public PCollectionTuple expand(PCollection<Row> input) {
    return how.split(input);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    how.populateDisplayData(builder);
    builder.add(DisplayData.item("lateOutput", true).withLabel("Late records as an output"));
  }
}
