package io.summerbeam.benchmarks.enrich.table;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Looks customers up in a map that is a side input. */
final class SideFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final PCollectionView<Map<String, Customer>> view;
  private transient @Nullable Map<String, Customer> map;

  SideFn(PCollectionView<Map<String, Customer>> view) {
    this.view = view;
  }

  @StartBundle
  public void startBundle() {
    map = null;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    Map<String, Customer> current = map;
    if (current == null) {
      current = context.sideInput(view);
      map = current;
    }
    context.output(Append.customer(context.element(), current));
  }
}
