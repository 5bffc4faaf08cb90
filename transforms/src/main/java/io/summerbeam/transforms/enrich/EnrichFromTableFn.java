package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import io.summerbeam.transforms.table.TableIndex;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Looks each row up in the index and appends what is taken. */
final class EnrichFromTableFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final PCollectionView<TableIndex> view;
  private final KeyReader keyReader;
  private final RowAppender appender;
  private final OnMiss onMiss;
  private final @Nullable DeadLetterFactory deadLetters;
  private final RecordCounters counters;
  private final Failure miss;

  // A side input is looked up by its window each time it is asked for: once a bundle is enough.
  private transient @Nullable BoundedWindow indexWindow;
  private transient @Nullable TableIndex index;

  EnrichFromTableFn(
      String stepName,
      PCollectionView<TableIndex> view,
      Enrichment enrichment,
      KeyReader keyReader,
      RowAppender appender,
      @Nullable DeadLetterFactory deadLetters) {
    this.stepName = stepName;
    this.view = view;
    this.keyReader = keyReader;
    this.appender = appender;
    this.onMiss = enrichment.onMiss();
    this.deadLetters = deadLetters;
    this.counters = RecordCounters.of(stepName);
    this.miss = enrichment.miss();
  }

  @Setup
  public void setup() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
  }

  @StartBundle
  public void startBundle() {
    indexWindow = null;
    index = null;
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    counters.in();
    Row row = context.element();
    Object[] taken = lookUp(row, context, window);
    if (taken != null) {
      counters.out();
      context.output(appender.appendValues(row, taken));
      return;
    }
    switch (onMiss) {
      case KEEP -> {
        counters.add("lookup_misses", 1);
        counters.out();
        context.output(appender.appendValues(row, null));
      }
      case DROP -> counters.dropped();
      case FAIL -> {
        DeadLetterFactory factory = deadLetters;
        if (factory == null) {
          throw StepFailedException.of(stepName, miss, Provenance.of(row));
        }
        counters.dead(Reason.LOOKUP_MISS.code());
        context.output(EnrichFromTable.DEAD, factory.ofRow(row, context.timestamp(), window, miss));
      }
    }
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  private Object @Nullable [] lookUp(Row row, ProcessContext context, BoundedWindow window) {
    Object key = keyReader.readValue(row);
    return key == null ? null : indexFor(context, window).get(key);
  }

  private TableIndex indexFor(ProcessContext context, BoundedWindow window) {
    TableIndex current = index;
    if (current == null || !window.equals(indexWindow)) {
      current = context.sideInput(view);
      index = current;
      indexWindow = window;
    }
    return current;
  }
}
