package io.summerbeam.benchmarks.enrich.table;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Does nothing, but for reading a side input once a bundle where there is one. */
final class PassFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final @Nullable PCollectionView<Long> side;
  private transient boolean read;

  PassFn(@Nullable PCollectionView<Long> side) {
    this.side = side;
  }

  @StartBundle
  public void startBundle() {
    read = false;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    if (!read) {
      read = true;
      if (side != null) {
        context.sideInput(side);
      }
    }
    context.output(context.element());
  }
}
