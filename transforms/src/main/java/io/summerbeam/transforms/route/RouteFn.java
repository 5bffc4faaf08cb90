package io.summerbeam.transforms.route;

import io.summerbeam.sdk.expression.BoundCondition;
import io.summerbeam.sdk.expression.UncomputableException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.RecordCounters;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.StepFailedException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Puts each record into one of the outputs. */
final class RouteFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  /** What counts the records of a route; its name follows. */
  static final String ROUTED = "records_routed.";

  private static final Failure NO_ROUTE = Failure.of(Reason.UNROUTED, "no route is for it");

  private final String step;
  private final List<BoundCondition> conditions;
  private final List<TupleTag<Row>> tags;
  private final List<String> counts;
  private final Unrouted unrouted;
  private final @Nullable DeadLetterFactory factory;
  private final RecordCounters counters;

  /**
   * @param names of the routes; one more than there are conditions where one is for the rest
   * @param factory null where failures are thrown
   */
  RouteFn(
      String step,
      List<BoundCondition> conditions,
      List<String> names,
      Unrouted unrouted,
      @Nullable DeadLetterFactory factory) {
    this.step = step;
    this.conditions = conditions;
    this.tags = names.stream().map(Route::tag).toList();
    this.counts = names.stream().map(name -> ROUTED + name).toList();
    this.unrouted = unrouted;
    this.factory = factory;
    this.counters = RecordCounters.of(step);
  }

  @Setup
  public void setup() {
    if (factory != null) {
      factory.open();
    }
  }

  // With a context, for the reason that StepsFn gives.
  @ProcessElement
  public void process(@Element Row row, BoundedWindow window, ProcessContext context) {
    counters.in();
    Failure failure = null;
    int route = -1;
    try {
      route = routeOf(row);
    } catch (UncomputableException e) {
      failure = Failure.of(Reason.TRANSFORM_FAILED, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      failure =
          Failure.of(
              Reason.TRANSFORM_FAILED,
              "a condition failed with " + e.getClass().getSimpleName(),
              e);
    }
    if (failure == null && route < 0 && unrouted == Unrouted.DROP) {
      counters.dropped();
      return;
    }
    if (failure == null && route < 0) {
      failure = NO_ROUTE;
    }
    if (failure != null) {
      context.output(Route.DEAD, letter(row, window, context, failure));
      return;
    }
    counters.out();
    counters.add(counts.get(route), 1);
    context.output(tags.get(route), row);
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }

  /** -1 where there is none. */
  private int routeOf(Row row) {
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).testStrictly(row)) {
        return i;
      }
    }
    return unrouted == Unrouted.ROUTE ? conditions.size() : -1;
  }

  private DeadLetter letter(
      Row row, BoundedWindow window, ProcessContext context, Failure failure) {
    DeadLetterFactory letters = factory;
    if (letters == null) {
      throw StepFailedException.of(step, failure, Provenance.of(row));
    }
    counters.dead(failure.reason().code());
    return letters.ofRow(row, context.timestamp(), window, failure);
  }
}
