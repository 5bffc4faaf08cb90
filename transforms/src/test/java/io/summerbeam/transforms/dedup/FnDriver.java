package io.summerbeam.transforms.dedup;

import io.summerbeam.sdk.state.StateOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** What a runner hands to a DoFn beside its state, and what that lets through. */
final class FnDriver<T> {

  private final DoFn<T, Row> fn;
  private final List<String> passed = new ArrayList<>();

  FnDriver(DoFn<T, Row> fn) {
    this.fn = fn;
  }

  /** The one of a type that a transform applies. */
  static <F extends DoFn<?, ?>> F fn(
      Class<F> type, PTransform<PCollection<Row>, PCollection<Row>> transform, int buckets) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(StateOptions.class).setStateBuckets(buckets);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.empty(Events.SCHEMA))
        .setRowSchema(Events.SCHEMA)
        .apply("Drop", transform);
    List<F> found = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step
                && type.isInstance(step.getFn())) {
              found.add(type.cast(step.getFn()));
            }
          }
        });
    return found.get(0);
  }

  /** The records that were let through, each with its time. */
  List<String> passed() {
    return passed;
  }

  /** What comes with an element. */
  DoFn<T, Row>.ProcessContext element(T element) {
    return fn.new ProcessContext() {
      @Override
      public T element() {
        return element;
      }

      @Override
      public void outputWithTimestamp(Row row, Instant time) {
        passed.add(Events.text(TimestampedValue.of(row, time)));
      }

      @Override
      public Instant timestamp() {
        throw new UnsupportedOperationException();
      }

      @Override
      public PaneInfo pane() {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> V sideInput(PCollectionView<V> view) {
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

      @Override
      public PipelineOptions getPipelineOptions() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void output(Row row) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void outputWindowedValue(
          Row row, Instant time, Collection<? extends BoundedWindow> windows, PaneInfo pane) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void output(TupleTag<V> tag, V value) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void outputWithTimestamp(TupleTag<V> tag, V value, Instant time) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void outputWindowedValue(
          TupleTag<V> tag,
          V value,
          Instant time,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** What comes with a timer that was set to a time. */
  DoFn<T, Row>.OnTimerContext timer(Instant at) {
    return fn.new OnTimerContext() {
      @Override
      public Instant fireTimestamp() {
        return at;
      }

      @Override
      public BoundedWindow window() {
        return GlobalWindow.INSTANCE;
      }

      @Override
      public TimeDomain timeDomain() {
        return TimeDomain.EVENT_TIME;
      }

      @Override
      public void outputWithTimestamp(Row row, Instant time) {
        passed.add(Events.text(TimestampedValue.of(row, time)));
      }

      @Override
      public Instant timestamp() {
        throw new UnsupportedOperationException();
      }

      @Override
      public PipelineOptions getPipelineOptions() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void output(Row row) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void outputWindowedValue(
          Row row, Instant time, Collection<? extends BoundedWindow> windows, PaneInfo pane) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void output(TupleTag<V> tag, V value) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void outputWithTimestamp(TupleTag<V> tag, V value, Instant time) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <V> void outputWindowedValue(
          TupleTag<V> tag,
          V value,
          Instant time,
          Collection<? extends BoundedWindow> windows,
          PaneInfo pane) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
