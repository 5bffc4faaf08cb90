package io.summerbeam.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.source.SourceOptions;
import io.summerbeam.sdk.state.StateOptions;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The profile of the Flink runner. */
@RunWith(JUnit4.class)
public final class FlinkProfileTest {

  private final FlinkProfile profile = new FlinkProfile();
  private final FlinkPipelineOptions options =
      PipelineOptionsFactory.as(FlinkPipelineOptions.class);

  @Test
  public void profile_isFoundAndNamesItsRunner() {
    assertThat(
        StreamSupport.stream(ServiceLoader.load(RunnerProfile.class).spliterator(), false).toList(),
        contains(instanceOf(FlinkProfile.class)));
    Class<?> runner =
        PipelineOptionsFactory.fromArgs("--runner=" + profile.runner())
            .as(PipelineOptions.class)
            .getRunner();
    assertThat(runner, is((Object) FlinkRunner.class));
  }

  @Test
  public void nothingGiven_isALocalFlinkThatDoesNotCopy() {
    profile.defaults(options, Set.of());
    assertThat(options.getFlinkMaster(), is("[local]"));
    assertThat(
        options.getParallelism(),
        allOf(greaterThanOrEqualTo(1), lessThanOrEqualTo(FlinkProfile.LOCAL_PARALLELISM_LIMIT)));
    assertThat(options.getFasterCopy(), is(true));
    assertThat(options.getObjectReuse(), is(true));
  }

  @Test
  public void stateBuckets_fewInStreamingOnALocalFlink_theSameInBatchAndOnEveryCluster() {
    profile.defaults(options, Set.of());
    assertThat(
        options.as(StateOptions.class).getStateBuckets(), is(StateOptions.DEFAULT_STATE_BUCKETS));

    options.setStreaming(true);
    profile.defaults(options, Set.of("streaming"));
    assertThat(
        options.as(StateOptions.class).getStateBuckets(), is(FlinkProfile.LOCAL_STATE_BUCKETS));

    FlinkPipelineOptions cluster = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    cluster.setFlinkMaster("host:8081");
    cluster.setStreaming(true);
    profile.defaults(cluster, Set.of("flinkMaster", "streaming"));
    assertThat(
        cluster.as(StateOptions.class).getStateBuckets(), is(StateOptions.DEFAULT_STATE_BUCKETS));
  }

  @Test
  public void checkpoints_ofAJobThatHasEnded_stayUnlessGiven() {
    profile.defaults(options, Set.of());
    assertThat(options.isExternalizedCheckpointsEnabled(), is(false));

    options.setCheckpointingInterval(1000L);
    profile.defaults(options, Set.of("checkpointingInterval"));
    assertThat(options.isExternalizedCheckpointsEnabled(), is(true));
    assertThat(options.getRetainExternalizedCheckpointsOnCancellation(), is(true));

    options.setRetainExternalizedCheckpointsOnCancellation(false);
    profile.defaults(
        options, Set.of("checkpointingInterval", "retainExternalizedCheckpointsOnCancellation"));
    assertThat(options.getRetainExternalizedCheckpointsOnCancellation(), is(false));

    options.setExternalizedCheckpointsEnabled(false);
    profile.defaults(options, Set.of("checkpointingInterval", "externalizedCheckpointsEnabled"));
    assertThat(options.isExternalizedCheckpointsEnabled(), is(false));
  }

  @Test
  public void windowsInState_unlessGiven() {
    profile.defaults(options, Set.of());
    assertThat(options.as(StateOptions.class).getWindowsInState(), is(true));

    options.as(StateOptions.class).setWindowsInState(false);
    profile.defaults(options, Set.of("windowsInState"));
    assertThat(options.as(StateOptions.class).getWindowsInState(), is(false));
  }

  @Test
  public void bundles_areShortInStreamingUnlessGiven() {
    long beams = options.getMaxBundleTimeMills();
    profile.defaults(options, Set.of());
    assertThat(options.getMaxBundleTimeMills(), is(beams));

    FlinkPipelineOptions streaming = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    streaming.setStreaming(true);
    profile.defaults(streaming, Set.of("streaming"));
    assertThat(streaming.getMaxBundleTimeMills(), is(FlinkProfile.STREAMING_BUNDLE_MILLIS));

    streaming.setMaxBundleTimeMills(5000L);
    profile.defaults(streaming, Set.of("streaming", "maxBundleTimeMills"));
    assertThat(streaming.getMaxBundleTimeMills(), is(5000L));
  }

  @Test
  public void bundles_areFinishedBeforeCheckpoints_andMustBe() {
    profile.defaults(options, Set.of());
    assertThat(options.getFinishBundleBeforeCheckpointing(), is(true));

    FlinkPipelineOptions given = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    given.setFinishBundleBeforeCheckpointing(false);
    profile.defaults(given, Set.of("finishBundleBeforeCheckpointing"));
    assertThat(given.getFinishBundleBeforeCheckpointing(), is(false));

    given.setCheckpointingInterval(1000L);
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> profile.defaults(given, Set.of("finishBundleBeforeCheckpointing")));
    assertThat(e.getMessage(), startsWith("--finishBundleBeforeCheckpointing must be true"));
  }

  @Test
  public void fasterCopy_notInStreaming_andRefusedWithCheckpoints() {
    FlinkPipelineOptions streaming = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    streaming.setStreaming(true);
    profile.defaults(streaming, Set.of("streaming"));
    assertThat(streaming.getFasterCopy(), is(false));
    assertThat(streaming.getObjectReuse(), is(true));

    streaming.setFasterCopy(true);
    profile.defaults(streaming, Set.of("streaming", "fasterCopy"));
    assertThat(streaming.getFasterCopy(), is(true));

    streaming.setCheckpointingInterval(1000L);
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> profile.defaults(streaming, Set.of("streaming", "fasterCopy")));
    assertThat(
        e.getMessage(), startsWith("--fasterCopy must be false with checkpoints, but was: true."));
  }

  @Test
  public void fasterCopy_notWithCheckpoints_alsoWhereNoStreamIsAnnounced() {
    options.setCheckpointingInterval(1000L);
    profile.defaults(options, Set.of("checkpointingInterval"));
    assertThat(options.getFasterCopy(), is(false));
  }

  @Test
  public void whatIsGiven_stays() {
    options.setFlinkMaster("host:8081");
    options.setParallelism(17);
    profile.defaults(options, Set.of("flinkMaster", "parallelism", "fasterCopy", "objectReuse"));
    assertThat(options.getFlinkMaster(), is("host:8081"));
    assertThat(options.getParallelism(), is(17));
    assertThat(options.getFasterCopy(), is(false));
    assertThat(options.getObjectReuse(), is(false));
  }

  @Test
  public void cluster_choosesItsParallelism() {
    options.setFlinkMaster("host:8081");
    profile.defaults(options, Set.of("flinkMaster"));
    assertThat(options.getParallelism(), is(-1));
  }

  @Test
  public void master_malformed_isRefused() {
    options.setFlinkMaster("[lokal]");
    UsageException e =
        assertThrows(UsageException.class, () -> profile.defaults(options, Set.of("flinkMaster")));
    assertThat(
        e.getMessage(),
        is(
            "--flinkMaster must be host:port or one of [local], [auto], [collection], but was:"
                + " [lokal]. Did you mean '[local]'?"));
  }

  @Test
  public void parallelism_notPositive_isRefused() {
    options.setParallelism(0);
    UsageException e =
        assertThrows(UsageException.class, () -> profile.defaults(options, Set.of("parallelism")));
    assertThat(e.getMessage(), is("--parallelism must be positive, but was: 0"));
  }

  @Test
  public void maxParallelism_notPositive_isRefused() {
    options.setMaxParallelism(-5);
    UsageException e =
        assertThrows(
            UsageException.class, () -> profile.defaults(options, Set.of("maxParallelism")));
    assertThat(e.getMessage(), is("--maxParallelism must be positive, but was: -5"));
  }

  @Test
  public void splitBySource_isRefused() {
    options.as(SourceOptions.class).setSplitBySource(true);
    UsageException e =
        assertThrows(
            UsageException.class, () -> profile.defaults(options, Set.of("splitBySource")));
    assertThat(
        e.getMessage(),
        is("--splitBySource must be false on Flink, but was: true. A stream would read nothing."));
  }

  @Test
  public void concurrentCheckpoints_severalWithAlignedCheckpointsUnlessGiven() {
    int beams = options.getNumConcurrentCheckpoints();
    profile.defaults(options, Set.of());
    assertThat(options.getNumConcurrentCheckpoints(), is(beams));

    options.setCheckpointingInterval(1000L);
    options.setUnalignedCheckpointEnabled(true);
    profile.defaults(options, Set.of("checkpointingInterval", "unalignedCheckpointEnabled"));
    assertThat(options.getNumConcurrentCheckpoints(), is(beams));

    options.setUnalignedCheckpointEnabled(false);
    profile.defaults(options, Set.of("checkpointingInterval"));
    assertThat(options.getNumConcurrentCheckpoints(), is(FlinkProfile.CONCURRENT_CHECKPOINTS));

    options.setNumConcurrentCheckpoints(1);
    profile.defaults(options, Set.of("checkpointingInterval", "numConcurrentCheckpoints"));
    assertThat(options.getNumConcurrentCheckpoints(), is(1));
  }

  @Test
  public void stableInput_needsCheckpointsAndBuffersForTwo() {
    options.setNumConcurrentCheckpoints(FlinkProfile.MIN_CONCURRENT_CHECKPOINTS);
    assertThat(hasStableInput(), is(false));
    options.setCheckpointingInterval(1000L);
    assertThat(hasStableInput(), is(true));
    options.setUnalignedCheckpointEnabled(true);
    assertThat(hasStableInput(), is(false));
    options.setUnalignedCheckpointEnabled(false);
    options.setNumConcurrentCheckpoints(1);
    assertThat(hasStableInput(), is(false));
  }

  @Test
  public void stream_isToBeAnnounced() {
    assertThat(
        profile.capabilities(options).streaming().contains(Capability.UNANNOUNCED_STREAMING),
        is(false));
  }

  @Test
  public void eventTimers_areThereInBothModes() {
    assertThat(
        profile.capabilities(options).batch().contains(Capability.EVENT_TIME_TIMERS), is(true));
    assertThat(
        profile.capabilities(options).streaming().contains(Capability.EVENT_TIME_TIMERS), is(true));
  }

  private boolean hasStableInput() {
    return profile.capabilities(options).streaming().contains(Capability.STABLE_INPUT);
  }
}
