package io.summerbeam.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.state.StateOptions;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The profile of the Direct runner. */
@RunWith(JUnit4.class)
public final class DirectProfileTest {

  private final DirectProfile profile = new DirectProfile();
  private final DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);

  @Test
  public void profile_isFoundAndNamesItsRunner() {
    assertThat(
        StreamSupport.stream(ServiceLoader.load(RunnerProfile.class).spliterator(), false).toList(),
        contains(instanceOf(DirectProfile.class)));
    Class<?> runner =
        PipelineOptionsFactory.fromArgs("--runner=" + profile.runner())
            .as(PipelineOptions.class)
            .getRunner();
    assertThat(runner, is((Object) DirectRunner.class));
  }

  @Test
  public void nothingGiven_isFast() {
    profile.defaults(options, Set.of());
    assertThat(options.isEnforceImmutability(), is(false));
    assertThat(options.isEnforceEncodability(), is(false));
    assertThat(options.isBlockOnRun(), is(false));
    assertThat(options.as(StateOptions.class).getStateBuckets(), is(DirectProfile.STATE_BUCKETS));
    assertThat(options.as(StateOptions.class).getWindowsInState(), is(true));
  }

  @Test
  public void windowsInState_notInStreaming_unlessGiven() {
    StateOptions streaming = options.as(StateOptions.class);
    options.as(StreamingOptions.class).setStreaming(true);
    profile.defaults(options, Set.of("streaming"));
    assertThat(streaming.getWindowsInState(), is(false));

    streaming.setWindowsInState(true);
    profile.defaults(options, Set.of("streaming", "windowsInState"));
    assertThat(streaming.getWindowsInState(), is(true));
  }

  @Test
  public void whatIsGiven_stays() {
    options.as(StateOptions.class).setStateBuckets(7);
    profile.defaults(
        options,
        Set.of("enforceImmutability", "enforceEncodability", "blockOnRun", "stateBuckets"));
    assertThat(options.isEnforceImmutability(), is(true));
    assertThat(options.isEnforceEncodability(), is(true));
    assertThat(options.isBlockOnRun(), is(true));
    assertThat(options.as(StateOptions.class).getStateBuckets(), is(7));
  }

  @Test
  public void targetParallelism_notPositive_isRefused() {
    options.setTargetParallelism(0);
    UsageException e =
        assertThrows(
            UsageException.class, () -> profile.defaults(options, Set.of("targetParallelism")));
    assertThat(e.getMessage(), is("--targetParallelism must be positive, but was: 0"));
  }

  @Test
  public void capabilities_areAllButTwo() {
    assertThat(
        profile.capabilities(options),
        is(
            RunnerCapabilities.all()
                .without(Capability.STABLE_INPUT, Capability.MERGING_WINDOW_STATE)));
  }
}
