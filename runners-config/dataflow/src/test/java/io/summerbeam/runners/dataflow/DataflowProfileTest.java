package io.summerbeam.runners.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The profile of the Dataflow runner. */
@RunWith(JUnit4.class)
public final class DataflowProfileTest {

  private final DataflowProfile profile = new DataflowProfile();

  @Test
  public void profile_isFoundAndNamesItsRunner() {
    assertThat(
        StreamSupport.stream(ServiceLoader.load(RunnerProfile.class).spliterator(), false).toList(),
        contains(instanceOf(DataflowProfile.class)));
    Class<?> runner =
        PipelineOptionsFactory.fromArgs("--runner=" + profile.runner())
            .as(PipelineOptions.class)
            .getRunner();
    assertThat(runner, is((Object) DataflowRunner.class));
  }

  @Test
  public void capabilities_areAllButFew() {
    assertThat(
        profile.capabilities(PipelineOptionsFactory.create()),
        is(
            RunnerCapabilities.all()
                .without(
                    Capability.ORDERED_LIST_STATE,
                    Capability.MULTIMAP_STATE,
                    Capability.MERGING_WINDOW_STATE)
                .withoutInStreaming(Capability.TIME_SORTED_INPUT)));
  }
}
