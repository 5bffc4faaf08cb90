package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.metric.CounterName;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** How the counts of the steps are put together. */
@RunWith(JUnit4.class)
public final class CountsTest {

  private static final TypeDescriptor<Integer> INTEGERS = TypeDescriptors.integers();

  private static final Map<CounterName, Long> COUNTERS =
      Map.of(
          CounterName.of("Write", CounterName.IN), 5L,
          CounterName.of("Write", CounterName.OUT), 5L,
          CounterName.of("Read", CounterName.IN), 10L,
          CounterName.of("Read", CounterName.OUT), 8L,
          CounterName.of("Read", "records_dead.malformed"), 2L,
          CounterName.of("Check", CounterName.IN), 8L,
          CounterName.of("Check", CounterName.DROPPED), 3L,
          CounterName.of("Check", "records_dead.malformed"), 1L,
          CounterName.of("Check", "records_dead.late"), 0L,
          CounterName.of("Idle", CounterName.IN), 0L);

  @Test
  public void steps_comeInTheOrderOfThePipeline() {
    Counts counts = Counts.of(COUNTERS, order("Read", "Check", "Write"));
    assertThat(
        counts.steps(),
        contains(
            new AutoValue_StepCount("Read", 10, 8, 0, Map.of("malformed", 2L)),
            new AutoValue_StepCount("Check", 8, 0, 3, Map.of("malformed", 1L)),
            new AutoValue_StepCount("Write", 5, 5, 0, Map.of())));
  }

  @Test
  public void step_thatIsNoTransform_comesLast() {
    Counts counts = Counts.of(COUNTERS, order("Write", "Read"));
    assertThat(
        counts.steps().stream().map(StepCount::step).toList(), contains("Write", "Read", "Check"));
  }

  @Test
  public void run_isSummedUp() {
    Counts counts = Counts.of(COUNTERS, order("Read", "Check", "Write"));
    assertThat(
        List.of(counts.in(), counts.out(), counts.dropped(), counts.dead()),
        contains(10L, 5L, 3L, 3L));
    assertThat(counts.deadByReason(), is(Map.of("malformed", 3L)));
  }

  @Test
  public void out_isZeroUntilTheLastStepPutsOut() {
    Map<CounterName, Long> counters =
        Map.of(
            CounterName.of("Read", CounterName.OUT), 8L,
            CounterName.of("Write", CounterName.OUT), 0L,
            CounterName.of("OfAnotherPipeline", CounterName.OUT), 0L);
    Counts counts = Counts.of(counters, order("Read", "Write"));
    assertThat(counts.out(), is(0L));
    assertThat(counts.steps().stream().map(StepCount::step).toList(), contains("Read"));
  }

  @Test
  public void in_leavesOutWhatIsOnlyLookedUp() {
    Map<CounterName, Long> counters =
        Map.of(
            CounterName.of("Table", CounterName.IN), 3376L,
            CounterName.of("Read", CounterName.IN), 1L,
            CounterName.of("Enrich", CounterName.IN), 1L,
            CounterName.of("Write", CounterName.IN), 1L);
    assertThat(Counts.of(counters, lookup(true)).in(), is(1L));
    // Nor where the step that looks up is the last one.
    assertThat(Counts.of(counters, lookup(false)).in(), is(1L));
  }

  @Test
  public void nothingCounted_isZero() {
    Counts counts = Counts.of(Map.of(), order("Read"));
    assertThat(
        List.of(counts.in(), counts.out(), counts.dropped(), counts.dead()),
        contains(0L, 0L, 0L, 0L));
  }

  /** A table and what looks up in it, which prepares the table itself; the table also fails. */
  private static StepOrder lookup(boolean write) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<Integer> table =
        pipeline.apply("Rows", Create.of(1)).apply("Table", MapElements.into(INTEGERS).via(n -> n));
    table.apply("TableDeadLetters", MapElements.into(INTEGERS).via(n -> n));
    PCollection<Integer> read =
        pipeline.apply("Start", Create.of(1)).apply("Read", MapElements.into(INTEGERS).via(n -> n));
    PCollectionView<Integer> view =
        table
            .apply("Enrich/Index", MapElements.into(INTEGERS).via(n -> n))
            .apply("Enrich/View", View.asSingleton());
    PCollection<Integer> enriched =
        read.apply("Enrich/Look", ParDo.of(new SumFn()).withSideInput("table", view));
    if (write) {
      enriched.apply("Write", MapElements.into(INTEGERS).via(n -> n));
    }
    return StepOrder.of(pipeline);
  }

  private static final class SumFn extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(
        @Element Integer number,
        @SideInput("table") Integer other,
        OutputReceiver<Integer> output) {
      output.output(number + other);
    }
  }

  private static StepOrder order(String... names) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    var collection = pipeline.apply("Start", Create.of(1));
    for (String name : names) {
      collection =
          collection.apply(
              name, MapElements.into(TypeDescriptors.integers()).via(number -> number));
    }
    return StepOrder.of(pipeline);
  }
}
