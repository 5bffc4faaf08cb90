package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.summerbeam.sdk.portability.HasAlternative;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the preflight finds in the declarations of DoFns. */
@RunWith(JUnit4.class)
public final class PreflightTest {

  private final Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());

  @Test
  public void plainPipeline_needsNothing() {
    input(IsBounded.BOUNDED).apply(ParDo.of(new DemandingFns.Nothing()));
    assertThat(Preflight.check(pipeline, "AnyRunner", nothing()), is(empty()));
  }

  @Test
  public void plainState_needsNothing() {
    pipeline.getOptions().as(StreamingOptions.class).setStreaming(true);
    input(IsBounded.UNBOUNDED).apply(ParDo.of(new DemandingFns.PlainState()));
    assertThat(Preflight.check(pipeline, "AnyRunner", nothing()), is(empty()));
  }

  @Test
  public void plainReads_needNothing() {
    pipeline.getOptions().as(StreamingOptions.class).setStreaming(true);
    pipeline.apply("Bounded", GenerateSequence.from(0).to(3));
    pipeline.apply("Unbounded", GenerateSequence.from(0));
    assertThat(Preflight.check(pipeline, "AnyRunner", nothing()), is(empty()));
  }

  @Test
  public void plainUnboundedRead_makesItStreaming() {
    pipeline.apply("Unbounded", GenerateSequence.from(0));
    input(IsBounded.BOUNDED).apply(ParDo.of(new DemandingFns.EventTimer()));
    assertThat(Requirements.of(pipeline).streaming(), is(true));
  }

  @Test
  public void streamingOption_makesItStreaming() {
    input(IsBounded.BOUNDED);
    assertThat(Requirements.of(pipeline).streaming(), is(false));
    pipeline.getOptions().as(StreamingOptions.class).setStreaming(true);
    assertThat(Requirements.of(pipeline).streaming(), is(true));
  }

  @Test
  public void streamingOption_withNothingUnbounded_isRefusedWhereItIsLacking() {
    RunnerCapabilities lacking =
        RunnerCapabilities.all().withoutInStreaming(Capability.BOUNDED_STREAMING);
    input(IsBounded.BOUNDED);
    assertThat(Preflight.check(pipeline, "OneRunner", lacking), is(empty()));

    pipeline.getOptions().as(StreamingOptions.class).setStreaming(true);
    assertThat(
        Preflight.check(pipeline, "OneRunner", lacking),
        contains(
            "OneRunner cannot run the pipeline: it needs streaming where all that is read is"
                + " bounded, which the runner lacks. Leave --streaming out: it is a batch job."));
    assertThat(Preflight.check(pipeline, "OtherRunner", RunnerCapabilities.all()), is(empty()));

    pipeline.apply("Unbounded", GenerateSequence.from(0));
    assertThat(Preflight.check(pipeline, "OneRunner", lacking), is(empty()));
  }

  @Test
  public void stream_thatWasNotAnnounced_isRefusedWhereThatIsLacking() {
    RunnerCapabilities lacking =
        RunnerCapabilities.all().withoutInStreaming(Capability.UNANNOUNCED_STREAMING);
    input(IsBounded.BOUNDED);
    assertThat(Preflight.check(pipeline, "OneRunner", lacking), is(empty()));

    pipeline.apply("Unbounded", GenerateSequence.from(0));
    assertThat(
        Preflight.check(pipeline, "OneRunner", lacking),
        contains(
            "OneRunner cannot run the pipeline: it needs streaming where --streaming was not said,"
                + " which the runner lacks. Say --streaming, or override Job.isStream(): what is"
                + " not given has been set for a batch job."));
    assertThat(Preflight.check(pipeline, "OtherRunner", RunnerCapabilities.all()), is(empty()));

    pipeline.getOptions().as(StreamingOptions.class).setStreaming(true);
    assertThat(Preflight.check(pipeline, "OneRunner", lacking), is(empty()));
  }

  @Test
  public void eventTimer_isRefusedInStreamingAlone() {
    RunnerCapabilities lacking =
        RunnerCapabilities.all().withoutInStreaming(Capability.EVENT_TIME_TIMERS);
    input(IsBounded.BOUNDED).apply("Timed", ParDo.of(new DemandingFns.EventTimer()));
    assertThat(Preflight.check(pipeline, "OneRunner", lacking), is(empty()));
    pipeline.apply("Unbounded", GenerateSequence.from(0));
    assertThat(
        Preflight.check(pipeline, "OneRunner", lacking),
        contains(
            "OneRunner cannot run 'Timed/ParMultiDo(EventTimer)': it needs event-time timers, which"
                + " the runner lacks in streaming. Keep the expiry in the state, check it when the"
                + " state is read, and let a processing-time timer that is set once per key collect"
                + " the garbage."));
  }

  @Test
  public void transformWithAlternative_isNamedInsteadOfTheGeneralOne() {
    input(IsBounded.BOUNDED).apply("Outer", new Timed(true));
    input(IsBounded.BOUNDED).apply("Plain", new Timed(false));
    assertThat(
        Preflight.check(pipeline, "R", nothing()),
        contains(
            "R cannot run 'Outer/Inner/Timed/ParMultiDo(EventTimer)': it needs event-time timers,"
                + " which the runner lacks in batch. Take inWindows().",
            "R cannot run 'Plain/Timed/ParMultiDo(EventTimer)': it needs event-time timers, which"
                + " the runner lacks in batch. "
                + Capability.EVENT_TIME_TIMERS.alternative()));
  }

  @Test
  public void eventTimer_behindAProcessingTimer_isFound() {
    assertNeeds(
        new DemandingFns.ProcessingThenEventTimer(),
        Capability.EVENT_TIME_TIMERS,
        Capability.PROCESSING_TIME_TIMERS);
  }

  @Test
  public void eventTimerFamily_isFound() {
    assertNeeds(new DemandingFns.EventTimerFamily(), Capability.EVENT_TIME_TIMERS);
  }

  @Test
  public void processingTimer_isFound() {
    assertNeeds(new DemandingFns.ProcessingTimer(), Capability.PROCESSING_TIME_TIMERS);
  }

  @Test
  public void windowExpiration_isFound() {
    assertNeeds(new DemandingFns.WindowExpiration(), Capability.ON_WINDOW_EXPIRATION);
  }

  @Test
  public void stableInput_isFound() {
    assertNeeds(new DemandingFns.StableInput(), Capability.STABLE_INPUT);
  }

  @Test
  public void timeSortedInput_isFound() {
    assertNeeds(new DemandingFns.TimeSortedInput(), Capability.TIME_SORTED_INPUT);
  }

  @Test
  public void orderedListState_isFound() {
    assertNeeds(new DemandingFns.OrderedList(), Capability.ORDERED_LIST_STATE);
  }

  @Test
  public void multimapState_isFound() {
    assertNeeds(new DemandingFns.Multimap(), Capability.MULTIMAP_STATE);
  }

  @Test
  public void splittableDoFns_areFound() {
    input(IsBounded.BOUNDED).apply("Bounded", ParDo.of(new DemandingFns.BoundedSplittable()));
    input(IsBounded.BOUNDED).apply("Unbounded", ParDo.of(new DemandingFns.UnboundedSplittable()));
    assertThat(
        Requirements.of(pipeline).byTransform().values().stream().map(List::copyOf).toList(),
        contains(
            List.of(Capability.BOUNDED_SPLITTABLE_DOFN),
            List.of(Capability.UNBOUNDED_SPLITTABLE_DOFN)));
  }

  @Test
  public void state_inMergingWindows_isFound() {
    windowed("Sessions", Sessions.withGapDuration(Duration.millis(1)));
    windowed("Fixed", FixedWindows.of(Duration.millis(1)));
    assertThat(
        Requirements.of(pipeline).byTransform().toString(),
        is("{Sessions/ParMultiDo(PlainState)=[MERGING_WINDOW_STATE]}"));
  }

  @Test
  public void unboundedSideInput_isFound() {
    PCollectionView<Long> side =
        pipeline
            .apply(GenerateSequence.from(0))
            .apply(Window.into(FixedWindows.of(Duration.millis(1))))
            .apply(View.asSingleton());
    input(IsBounded.UNBOUNDED)
        .apply("Look", ParDo.of(new DemandingFns.Nothing()).withSideInputs(side));
    assertThat(
        Requirements.of(pipeline).byTransform().toString(),
        is("{Look/ParMultiDo(Nothing)=[UNBOUNDED_SIDE_INPUT]}"));
  }

  @Test
  public void refusals_comeInTheOrderOfThePipeline() {
    input(IsBounded.BOUNDED).apply("B", ParDo.of(new DemandingFns.StableInput()));
    input(IsBounded.BOUNDED).apply("A", ParDo.of(new DemandingFns.Multimap()));
    assertThat(
        Preflight.check(pipeline, "R", nothing()),
        contains(
            "R cannot run 'B/ParMultiDo(StableInput)': it needs @RequiresStableInput, which the"
                + " runner lacks in batch. "
                + Capability.STABLE_INPUT.alternative(),
            "R cannot run 'A/ParMultiDo(Multimap)': it needs MultimapState, which the runner lacks"
                + " in batch. "
                + Capability.MULTIMAP_STATE.alternative()));
  }

  private void assertNeeds(DoFn<KV<String, Integer>, Integer> fn, Capability... needed) {
    input(IsBounded.BOUNDED).apply("Step", ParDo.of(fn));
    assertThat(
        Requirements.of(pipeline).byTransform().values().stream().map(List::copyOf).toList(),
        contains(List.of(needed)));
  }

  private void windowed(String name, WindowFn<Object, ?> windows) {
    input(IsBounded.BOUNDED)
        .apply(name + "Window", Window.into(windows))
        .apply(name, ParDo.of(new DemandingFns.PlainState()));
  }

  private int inputs;

  private PCollection<KV<String, Integer>> input(IsBounded bounded) {
    PCollection<KV<String, Integer>> input =
        pipeline.apply("Input" + inputs++, Create.of(KV.of("a", 1)));
    return input.setIsBoundedInternal(bounded);
  }

  private static RunnerCapabilities nothing() {
    return RunnerCapabilities.all().without(Capability.values());
  }

  /** A composite, with one that knows an alternative around it or not. */
  private static class Timed
      extends PTransform<PCollection<KV<String, Integer>>, PCollection<Integer>> {
    private final boolean inner;

    Timed(boolean inner) {
      this.inner = inner;
    }

    @Override
    public PCollection<Integer> expand(PCollection<KV<String, Integer>> input) {
      return inner
          ? input.apply("Inner", new Knowing())
          : input.apply("Timed", ParDo.of(new DemandingFns.EventTimer()));
    }
  }

  private static final class Knowing extends Timed implements HasAlternative {
    Knowing() {
      super(false);
    }

    @Override
    public String alternative() {
      return "Take inWindows().";
    }
  }
}
