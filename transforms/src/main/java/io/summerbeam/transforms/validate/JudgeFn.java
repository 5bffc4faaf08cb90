package io.summerbeam.transforms.validate;

import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ErrorTally;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import io.summerbeam.transforms.table.TableIndex;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Brings together what is known of a record, and does with it what its expectations say. */
final class JudgeFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final String stepName;
  private final Schema input;
  private final @Nullable Marks marks;
  private final List<String> names;
  private final List<Action> actions;
  private final List<Evidence> evidence;
  private final @Nullable DeadLetterFactory deadLetters;
  private final @Nullable ErrorThreshold threshold;
  private final RecordCounters counters;

  private transient Verdicts verdicts = new Verdicts(List.of(), List.of());
  private transient @Nullable TableIndex[] tables = new TableIndex[0];
  private transient @Nullable ErrorTally tally;

  // A side input is looked up by its window each time it is asked for: once a bundle is enough.
  private transient @Nullable BoundedWindow tablesWindow;

  /**
   * @param input the schema without marks
   * @param marks null where no step before makes any
   * @param names of the expectations; their actions and evidence are in the same order
   */
  JudgeFn(
      String stepName,
      Schema input,
      @Nullable Marks marks,
      List<String> names,
      List<Action> actions,
      List<Evidence> evidence,
      @Nullable DeadLetterFactory deadLetters,
      @Nullable ErrorThreshold threshold) {
    this.stepName = stepName;
    this.input = input;
    this.marks = marks;
    this.names = names;
    this.actions = actions;
    this.evidence = evidence;
    this.deadLetters = deadLetters;
    this.threshold = threshold;
    this.counters = RecordCounters.of(stepName);
  }

  @Setup
  public void setup() {
    DeadLetterFactory factory = deadLetters;
    if (factory != null) {
      factory.open();
    }
    evidence.forEach(each -> each.open(input));
    verdicts = new Verdicts(names, actions);
    tables = new TableIndex[evidence.size()];
    ErrorThreshold limit = threshold;
    tally = limit == null ? null : limit.tally(stepName);
  }

  @StartBundle
  public void startBundle() {
    tablesWindow = null;
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    counters.in();
    fetchTables(context, window);
    Marks marked = marks;
    Row row = marked == null ? context.element() : marked.without(context.element());
    long broken = marked == null ? 0 : marked.of(context.element());
    Action action = judge(row, broken);
    ErrorTally counted = tally;
    if (counted != null) {
      counted.record(window, context.timestamp(), action == Action.DEAD_LETTER);
    }
    switch (action) {
      case WARN -> {
        counters.out();
        context.output(row);
      }
      case DROP -> counters.dropped();
      case DEAD_LETTER -> deadLetter(row, verdicts.failure(), context, window);
      case FAIL ->
          throw StepFailedException.stopping(stepName, verdicts.failure(), Provenance.of(row));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    verdicts.flush(counters::add);
    counters.flush();
    ErrorTally counted = tally;
    if (counted != null) {
      counted.flush(context, AcrossRecords.COUNTS);
    }
  }

  private Action judge(Row row, long broken) {
    verdicts.begin();
    for (int i = 0; i < evidence.size(); i++) {
      try {
        if (!evidence.get(i).holds(row, broken, tables[i])) {
          verdicts.breaks(i);
        }
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        // These errors, too, are about the row: a pattern that recurses too deep, a check in it.
        verdicts.breaks(i, e);
      }
    }
    return verdicts.end();
  }

  private void deadLetter(Row row, Failure failure, ProcessContext context, BoundedWindow window) {
    DeadLetterFactory factory = deadLetters;
    if (factory == null) {
      throw StepFailedException.of(stepName, failure, Provenance.of(row));
    }
    counters.dead(failure.reason().code());
    context.output(AcrossRecords.DEAD, factory.ofRow(row, context.timestamp(), window, failure));
  }

  private void fetchTables(ProcessContext context, BoundedWindow window) {
    if (window.equals(tablesWindow)) {
      return;
    }
    for (int i = 0; i < tables.length; i++) {
      PCollectionView<TableIndex> view = evidence.get(i).view();
      tables[i] = view == null ? null : context.sideInput(view);
    }
    tablesWindow = window;
  }
}
