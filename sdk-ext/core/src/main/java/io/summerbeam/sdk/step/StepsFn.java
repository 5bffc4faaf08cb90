package io.summerbeam.sdk.step;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.ErrorTally;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one {@link Steps}. */
final class StepsFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final List<RowStep> steps;
  private final List<Schema> inputSchemas;
  private final List<DeadLetterFactory> factories;
  private final @Nullable ErrorThreshold threshold;
  private transient Running[] running = new Running[0];
  private transient @Nullable ErrorTally tally;

  /**
   * @param factories one for each step, or none where failures are thrown
   * @param threshold null where nothing is counted for one
   */
  StepsFn(
      List<RowStep> steps,
      List<Schema> inputSchemas,
      List<DeadLetterFactory> factories,
      @Nullable ErrorThreshold threshold) {
    this.steps = steps;
    this.inputSchemas = inputSchemas;
    this.factories = factories;
    this.threshold = threshold;
  }

  @Setup
  public void setup() {
    factories.forEach(DeadLetterFactory::open);
    List<Running> opened = new ArrayList<>();
    try {
      for (int i = 0; i < steps.size(); i++) {
        RowStep step = steps.get(i);
        opened.add(
            new Running(
                step.stepName(),
                step.open(inputSchemas.get(i)),
                factories.isEmpty() ? null : factories.get(i)));
      }
    } catch (RuntimeException | Error e) {
      // Beam makes another instance; nobody tears this one down with these in it.
      try {
        close(opened);
      } catch (RuntimeException alsoWrong) {
        e.addSuppressed(alsoWrong);
      }
      throw e;
    }
    running = opened.toArray(Running[]::new);
    ErrorThreshold limit = threshold;
    if (limit != null) {
      tally = limit.tally(String.join(", ", steps.stream().map(RowStep::stepName).toList()));
    }
  }

  // With a context: a receiver of several outputs, and each of its receivers, is made anew for each
  // record, which costs more than most steps.
  @ProcessElement
  public void process(@Element Row row, BoundedWindow window, ProcessContext context) {
    Row current = row;
    for (Running step : running) {
      Row next = step.apply(current);
      if (next == null) {
        Failure failure = step.failure;
        count(context, window, failure != null);
        if (failure != null) {
          // Outside the try: what fails downstream of output() is not this step's.
          context.output(
              Steps.DEAD, step.deadLetter(current, context.timestamp(), window, failure));
        }
        return;
      }
      current = next;
    }
    count(context, window, false);
    context.output(current);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    for (Running step : running) {
      step.function.finishBundle(step);
      step.counters.flush();
    }
    ErrorTally counted = tally;
    if (counted != null) {
      counted.flush(context, Steps.COUNTS);
    }
  }

  @Teardown
  public void teardown() {
    if (running != null) {
      close(Arrays.asList(running));
    }
  }

  private void count(ProcessContext context, BoundedWindow window, boolean error) {
    ErrorTally counted = tally;
    if (counted != null) {
      counted.record(window, context.timestamp(), error);
    }
  }

  /** Closes all of them, whatever one of them throws. */
  private static void close(List<Running> steps) {
    RuntimeException wrong = null;
    for (Running step : steps) {
      try {
        step.function.close();
      } catch (RuntimeException e) {
        if (wrong == null) {
          wrong = e;
        } else {
          wrong.addSuppressed(e);
        }
      }
    }
    if (wrong != null) {
      throw wrong;
    }
  }

  /** One step on this worker, and what became of its last row. */
  private static final class Running implements StepContext {

    final RowFunction function;
    final RecordCounters counters;
    private final String name;
    private final @Nullable DeadLetterFactory factory;
    @Nullable Failure failure;
    private boolean dropped;
    private boolean stopped;

    Running(String name, RowFunction function, @Nullable DeadLetterFactory factory) {
      this.name = name;
      this.function = function;
      this.factory = factory;
      this.counters = RecordCounters.of(name);
    }

    @Nullable Row apply(Row row) {
      // Of the row before; of most rows there is nothing to forget, and a read costs less.
      if (failure != null) {
        failure = null;
      }
      dropped = false;
      counters.in();
      Row result;
      try {
        result = function.apply(row, this);
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        // These errors, too, are about the row: a pattern that recurses too deep, a check in it.
        result = null;
        failure =
            Failure.of(
                Reason.TRANSFORM_FAILED, "the step failed with " + e.getClass().getSimpleName(), e);
      }
      if (result != null) {
        if (failure != null || dropped) {
          throw new IllegalStateException(
              name
                  + ": a step that says drop(), fail() or stop() must return no row, but returned"
                  + " one.");
        }
        counters.out();
        return result;
      }
      Failure why = failure;
      if (why != null) {
        if (stopped) {
          throw StepFailedException.stopping(name, why, Provenance.of(row));
        }
        if (factory == null) {
          throw StepFailedException.of(name, why, Provenance.of(row));
        }
        counters.dead(why.reason().code());
      } else if (dropped) {
        counters.dropped();
      } else {
        throw new IllegalStateException(
            name + ": a step that returns no row must say why: drop(), fail() or stop().");
      }
      return null;
    }

    DeadLetter deadLetter(Row row, Instant time, BoundedWindow window, Failure why) {
      if (factory == null) {
        throw new IllegalStateException(name + ": no dead letters");
      }
      return factory.ofRow(row, time, window, why);
    }

    @Override
    public void drop() {
      dropped = true;
    }

    @Override
    public void fail(Failure why) {
      failure = why;
    }

    @Override
    public void stop(Failure why) {
      failure = why;
      stopped = true;
    }

    @Override
    public void count(String what, long count) {
      counters.add(what, count);
    }
  }
}
