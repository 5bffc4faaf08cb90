package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.LookupException;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Does with an instance what a runner does, and what a runner does to it when things go wrong. */
final class LookupFnDriver {

  private final EnrichFromLookupFn fn;
  private final Consumer<Row> out;

  /**
   * @param out where its records go
   */
  LookupFnDriver(EnrichFromLookupFn fn, Consumer<Row> out) {
    this.fn = fn;
    this.out = out;
  }

  void setup() throws LookupException, InterruptedException {
    fn.setup();
  }

  void startBundle() {
    fn.startBundle();
  }

  void process(Row record) throws InterruptedException {
    fn.process(context(record), GlobalWindow.INSTANCE);
  }

  void finishBundle() throws InterruptedException {
    fn.finishBundle(end());
  }

  void teardown() {
    fn.teardown();
  }

  private DoFn<Row, Row>.FinishBundleContext end() {
    return fn.new FinishBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return PipelineOptionsFactory.create();
      }

      @Override
      public void output(Row output, Instant timestamp, BoundedWindow window) {
        out.accept(output);
      }

      @Override
      public <T> void output(TupleTag<T> tag, T output, Instant timestamp, BoundedWindow window) {
        throw new AssertionError("There are no dead letters.");
      }
    };
  }

  private DoFn<Row, Row>.ProcessContext context(Row record) {
    return fn.new ProcessContext() {
      @Override
      public Row element() {
        return record;
      }

      @Override
      public Instant timestamp() {
        return Instant.EPOCH;
      }

      @Override
      public PaneInfo pane() {
        return PaneInfo.NO_FIRING;
      }

      @Override
      public void output(Row output) {
        out.accept(output);
      }

      @Override
      public void outputWindowedValue(
          Row output,
          Instant timestamp,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        out.accept(output);
      }

      @Override
      public PipelineOptions getPipelineOptions() {
        return PipelineOptionsFactory.create();
      }

      @Override
      public void outputWithTimestamp(Row output, Instant timestamp) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void output(TupleTag<T> tag, T output) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void outputWithTimestamp(TupleTag<T> tag, T output, Instant timestamp) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> void outputWindowedValue(
          TupleTag<T> tag,
          T output,
          Instant timestamp,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> T sideInput(PCollectionView<T> view) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String currentRecordId() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Long currentRecordOffset() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
