package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.metric.CounterName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What is printed at the end of a run, of what its steps expect. */
@RunWith(JUnit4.class)
public final class SummaryTest {

  @Test
  public void expectations_haveATableInTheOrderOfTheirNames() {
    Map<CounterName, Long> counters =
        Map.of(
            CounterName.of("First", CounterName.IN), 1_203L,
            CounterName.of("First", CounterName.OUT), 1_200L,
            CounterName.of("First", "expectation_passed.known"), 1_200L,
            CounterName.of("First", "expectation_failed.known"), 3L,
            CounterName.of("First", "expectation_passed.far"), 1_203L);
    assertThat(
        lines(counters, expecting("First", "known", "dead_letter", "far", "warn")),
        contains(
            "job on Runner: done in 0.0 s",
            "",
            "step      in    out  dropped  dead",
            "First  1,203  1,200        0     0",
            "",
            "expectation  passed  failed       action",
            "far           1,203       0         warn",
            "known         1,200       3  dead_letter",
            "",
            "log: job.log"));
  }

  @Test
  public void expectations_ofOneNameInTwoSteps_areToldApart() {
    Map<CounterName, Long> counters =
        Map.of(
            CounterName.of("First", "expectation_failed.known"), 1L,
            CounterName.of("Second", "expectation_passed.known"), 2L);
    assertThat(
        lines(counters, expecting("First", "known", "drop"), expecting("Second", "known", "fail")),
        contains(
            "job on Runner: done in 0.0 s",
            "",
            "expectation   passed  failed  action",
            "First/known        0       1    drop",
            "Second/known       2       0    fail",
            "",
            "log: job.log"));
  }

  @Test
  public void expectations_nothingCounted_haveNoTable() {
    assertThat(
        lines(Map.of(), expecting("First", "known", "drop")),
        contains("job on Runner: done in 0.0 s", "", "log: job.log"));
  }

  @Test
  public void transform_thatCannotBeDisplayed_isPassedOver() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply(Create.of(1)).apply("Shy", new Shy());
    assertThat(StepOrder.of(pipeline).expectations(), is(empty()));
  }

  @SafeVarargs
  private static List<String> lines(
      Map<CounterName, Long> counters,
      PTransform<PCollection<Integer>, PCollection<Integer>>... t) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<Integer> numbers = pipeline.apply(Create.of(1));
    for (int i = 0; i < t.length; i++) {
      numbers = numbers.apply("Step" + i, t[i]);
    }
    return Summary.lines(
        "job", "Runner", 0, Counts.of(counters, StepOrder.of(pipeline)), List.of(), "job.log");
  }

  private static Expecting expecting(String step, String... namesAndActions) {
    Map<String, String> actions = new LinkedHashMap<>();
    for (int i = 0; i < namesAndActions.length; i += 2) {
      actions.put(namesAndActions[i], namesAndActions[i + 1]);
    }
    return new Expecting(step, actions);
  }

  /** Shows its expectations as a transform does that has some. */
  private static final class Expecting
      extends PTransform<PCollection<Integer>, PCollection<Integer>> {
    private final String step;
    private final transient Map<String, String> actions;

    Expecting(String step, Map<String, String> actions) {
      this.step = step;
      this.actions = actions;
    }

    @Override
    public PCollection<Integer> expand(PCollection<Integer> input) {
      return input.apply(MapElements.into(TypeDescriptors.integers()).via(number -> number));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      actions.forEach(
          (name, action) ->
              builder
                  .add(DisplayData.item(name, "some rule"))
                  .add(
                      DisplayData.item(
                          CounterName.of(step, "expectation_action." + name).metricName(),
                          action)));
    }
  }

  private static final class Shy extends PTransform<PCollection<Integer>, PCollection<Integer>> {
    @Override
    public PCollection<Integer> expand(PCollection<Integer> input) {
      return input.apply(MapElements.into(TypeDescriptors.integers()).via(number -> number));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      throw new IllegalStateException("not today");
    }
  }
}
