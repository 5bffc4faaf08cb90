package io.summerbeam.sdk.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.metric.CounterName;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

public class StepsTest {

  private static final Schema SCHEMA = Schema.builder().addInt64Field("n").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void steps_eachRow_endsInOneOfThreePlaces() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          numbers(1, 2, 3, 4, 5)
              .apply(
                  Steps.of(new AddOne("First", 2), new AddOne("Second", 5), new DropAbove(6))
                      .withDeadLetters(dead));
    }

    // 1 -> 3; 2 fails in the first; 3 -> 5; 4 -> 5 fails in the second; 5 -> 7 is dropped.
    PAssert.that(out).containsInAnyOrder(row(3), row(5));
    PAssert.that(described(dead)).containsInAnyOrder("First:2", "Second:5");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void step_throws_isTransformFailed() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out = numbers(1).apply(Steps.of(new Throwing()).withDeadLetters(dead));
    }

    PAssert.that(out).empty();
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(letter -> letter.reason() + " " + letter.errorClass())))
        .containsInAnyOrder("transform_failed java.lang.ArithmeticException");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void downstream_throws_isNotCaughtHere() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      numbers(1)
          .apply(Steps.of(new AddOne("First", 9)).withDeadLetters(dead))
          .apply(ParDo.of(new FailingDownstream()));
    }

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(e.getMessage(), containsString("downstream"));
  }

  @Test
  public void noDeadLetters_failureIsThrownWithoutData() {
    numbers(123456789).apply(Steps.of(new AddOne("First", 123456789)));

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(e.getMessage(), containsString("First: malformed: not this one"));
    assertThat(e.getMessage(), containsString("withDeadLetters"));
    assertThat(e.getMessage(), not(containsString("123456789")));
  }

  @Test
  public void step_losesARow_isAnError() {
    numbers(1).apply(Steps.of(new Losing()));

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(e.getMessage(), containsString("must say why: drop(), fail() or stop()"));
  }

  @Test
  public void step_saysWhyAndReturnsTheRow_isAnError() {
    for (Consumer<StepContext> why :
        List.<Consumer<StepContext>>of(
            StepContext::drop,
            context -> context.fail(Failure.of(Reason.MALFORMED, "no")),
            context -> context.stop(Failure.of(Reason.MALFORMED, "no")))) {
      StepsFn fn =
          new StepsFn(
              List.of(
                  new Opening(
                      (row, context) -> {
                        why.accept(context);
                        return row;
                      })),
              List.of(SCHEMA),
              List.of(),
              null);
      fn.setup();
      assertThat(
          assertThrows(
                  IllegalStateException.class,
                  () -> fn.process(row(1), GlobalWindow.INSTANCE, null))
              .getMessage(),
          containsString("must return no row, but returned one"));
    }
  }

  @Test
  public void step_endsInAnErrorOfTheRow_isTransformFailed() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out = numbers(1, 2, 3).apply(Steps.of(new WithErrors()).withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(row(3));
    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(letter -> letter.reason() + " " + letter.errorClass())))
        .containsInAnyOrder(
            "transform_failed java.lang.StackOverflowError",
            "transform_failed java.lang.AssertionError");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noDeadLetters_causeIsShownWithoutWhatItSays() {
    numbers(1).apply(Steps.of(new Throwing()));

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    StringWriter all = new StringWriter();
    e.printStackTrace(new PrintWriter(all));
    assertThat(all.toString(), containsString("java.lang.ArithmeticException"));
    assertThat(all.toString(), containsString("StepsTest$Throwing"));
    assertThat(all.toString(), not(containsString("/ by zero")));
  }

  @Test
  public void setup_laterStepDoesNotOpen_closesTheEarlierOnes() {
    List<String> closed = new ArrayList<>();
    RowStep first = new Opening(new Closing("first", closed));
    RowStep second = new Opening(new Closing("second", closed));
    RowStep third = new Opening(null);
    StepsFn fn =
        new StepsFn(
            List.of(first, second, third), List.of(SCHEMA, SCHEMA, SCHEMA), List.of(), null);

    IllegalStateException e = assertThrows(IllegalStateException.class, fn::setup);
    fn.teardown();

    assertThat(e.getMessage(), equalTo("does not open"));
    assertThat(e.getSuppressed().length, equalTo(1));
    assertThat(closed, equalTo(List.of("first", "second")));
  }

  @Test
  public void teardown_stepsDoNotClose_closesTheOthers() {
    List<String> closed = new ArrayList<>();
    StepsFn fn =
        new StepsFn(
            List.of(
                new Opening(new Closing("first", closed)),
                new Opening(new Closing("second", closed))),
            List.of(SCHEMA, SCHEMA),
            List.of(),
            null);
    fn.setup();

    assertThrows(IllegalArgumentException.class, fn::teardown);

    assertThat(closed, equalTo(List.of("first", "second")));
  }

  @Test
  public void step_stops_isThrownAlthoughThereAreDeadLetters() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      numbers(123456789)
          .apply(
              Steps.of(
                      new Opening(
                          (RowFunction & Serializable)
                              (row, context) -> {
                                context.stop(Failure.of(Reason.EXPECTATION_FAILED, "never this"));
                                return null;
                              }))
                  .withDeadLetters(dead));
    }

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());
    assertThat(
        e.getMessage(),
        containsString(
            "Opening: expectation_failed: never this. It ends the pipeline because the step was"
                + " told so."));
    assertThat(e.getMessage(), not(containsString("123456789")));
  }

  @Test
  public void finishBundle_isToldToEachStep() {
    numbers(1, 2, 3).apply(Steps.of(new Opening(new Counting())));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(count(result, "Opening/seen"), equalTo(3L));
  }

  @Test
  public void withErrorThreshold_tooManyDeadLetters_stopsThePipeline() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      numbers(1, 2, 3)
          .apply(
              Steps.of(new AddOne("First", 2), new DropAbove(9))
                  .withDeadLetters(dead)
                  .withErrorThreshold(ErrorThreshold.ratio(0.25).withMinimumRecords(3)));
    }

    assertThat(
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString(
            "First, DropAbove: more than 25% of the records failed: 1 of 3. The dead letters say"
                + " why."));
  }

  @Test
  public void withErrorThreshold_asManyAsAccepted_goesOn() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          numbers(1, 2, 3, 11)
              .apply(
                  Steps.of(new AddOne("First", 2), new DropAbove(9))
                      .withErrorThreshold(ErrorThreshold.ratio(0.25).withMinimumRecords(1))
                      .withDeadLetters(dead));
    }

    // What is dropped is no error.
    PAssert.that(out).containsInAnyOrder(row(2), row(4));
    PAssert.that(described(dead)).containsInAnyOrder("First:2");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withErrorThreshold_noDeadLetters_isRefused() {
    PCollection<Row> input = numbers(1);
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    input.apply(
                        Steps.of(new AddOne("First", 2))
                            .withErrorThreshold(ErrorThreshold.count(1))))
            .getMessage(),
        equalTo(
            "First: withErrorThreshold() must come with withDeadLetters(): without, the first"
                + " record that fails is thrown."));
  }

  @Test
  public void of_stepWithItsOwnDeadLetters_isRefused() {
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      RowStep step =
          new Losing() {
            @Override
            public DeadLetters deadLetters() {
              return dead;
            }
          };
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> Steps.of(step)).getMessage(),
          containsString("Steps.of(...).withDeadLetters(...)"));
    }
  }

  private PCollection<Row> numbers(long... numbers) {
    return pipeline.apply(
        Create.of(java.util.Arrays.stream(numbers).mapToObj(StepsTest::row).toList())
            .withRowSchema(SCHEMA));
  }

  private static long count(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(CounterName.NAMESPACE, name))
                .build())
        .getCounters()
        .iterator()
        .next()
        .getCommitted();
  }

  private static Row row(long n) {
    return Row.withSchema(SCHEMA).addValue(n).build();
  }

  private static PCollection<String> described(DeadLetters dead) {
    return dead.collection()
        .apply(
            MapElements.into(TypeDescriptors.strings())
                .via((DeadLetter letter) -> letter.step() + ":" + numberIn(letter)));
  }

  private static String numberIn(DeadLetter letter) {
    return new String(letter.payload(), java.nio.charset.StandardCharsets.UTF_8)
        .replaceAll("[^0-9]", "");
  }

  private record AddOne(String stepName, long fails) implements RowStep {
    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> {
        long n = row.getInt64("n");
        if (n == fails) {
          context.fail(Failure.of(Reason.MALFORMED, "not this one"));
          return null;
        }
        return StepsTest.row(n + 1);
      };
    }
  }

  private record DropAbove(long limit) implements RowStep {
    @Override
    public String stepName() {
      return "DropAbove";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> {
        if (row.getInt64("n") > limit) {
          context.drop();
          return null;
        }
        return row;
      };
    }
  }

  private static final class Throwing implements RowStep {
    @Override
    public String stepName() {
      return "Throwing";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> {
        throw new ArithmeticException("/ by zero");
      };
    }
  }

  private static final class WithErrors implements RowStep {
    @Override
    public String stepName() {
      return "WithErrors";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> {
        long n = row.getInt64("n");
        if (n == 1) {
          throw new StackOverflowError();
        } else if (n == 2) {
          throw new AssertionError("no");
        }
        return row;
      };
    }
  }

  /** Opens what it is given, and does not open without. */
  private record Opening(RowFunction function) implements RowStep {
    @Override
    public String stepName() {
      return "Opening";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      if (function == null) {
        throw new IllegalStateException("does not open");
      }
      return function;
    }
  }

  /** Says that it is closed, and fails. */
  private record Closing(String name, List<String> closed) implements RowFunction {
    @Override
    public Row apply(Row row, StepContext context) {
      return row;
    }

    @Override
    public void close() {
      closed.add(name);
      throw new IllegalArgumentException(name);
    }
  }

  /** Counts its rows when the bundle ends. */
  private static final class Counting implements RowFunction, Serializable {
    private long seen;

    @Override
    public Row apply(Row row, StepContext context) {
      seen++;
      return row;
    }

    @Override
    public void finishBundle(StepContext context) {
      context.count("seen", seen);
      seen = 0;
    }
  }

  private static class Losing implements RowStep {
    @Override
    public String stepName() {
      return "Losing";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> null;
    }
  }

  private static final class FailingDownstream extends DoFn<Row, Void> {
    @ProcessElement
    public void process() {
      throw new IllegalStateException("downstream");
    }
  }
}
