package io.summerbeam.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerProfile;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.lookup.LookupOptions;
import io.summerbeam.sdk.source.SourceOptions;
import io.summerbeam.sdk.state.StateOptions;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** The profile of the Spark runner. */
@RunWith(JUnit4.class)
public final class SparkProfileTest {

  private static final List<String> PROPERTIES =
      List.of("spark.ui.enabled", "spark.driver.host", "spark.driver.bindAddress");

  private final SparkProfile profile = new SparkProfile();
  private final SparkPipelineOptions options =
      PipelineOptionsFactory.as(SparkPipelineOptions.class);

  @After
  public void forget() {
    PROPERTIES.forEach(System::clearProperty);
  }

  @Test
  public void profile_isFoundAndNamesItsRunner() {
    assertThat(
        StreamSupport.stream(ServiceLoader.load(RunnerProfile.class).spliterator(), false).toList(),
        contains(instanceOf(SparkProfile.class)));
    Class<?> runner =
        PipelineOptionsFactory.fromArgs("--runner=" + profile.runner())
            .as(PipelineOptions.class)
            .getRunner();
    assertThat(runner, is((Object) SparkRunner.class));
  }

  @Test
  public void lookups_areKeptUnlessGiven() {
    profile.defaults(options, Set.of("keepLookups"));
    assertThat(options.as(LookupOptions.class).getKeepLookups(), is(false));

    profile.defaults(options, Set.of());
    assertThat(options.as(LookupOptions.class).getKeepLookups(), is(true));
  }

  @Test
  public void sources_areAskedForTheirParts_andMustBe() {
    UsageException e =
        assertThrows(
            UsageException.class, () -> profile.defaults(options, Set.of("splitBySource")));
    assertThat(e.getMessage(), startsWith("--splitBySource must be true on Spark, but was: false"));

    profile.defaults(options, Set.of());
    assertThat(options.as(SourceOptions.class).getSplitBySource(), is(true));
  }

  @Test
  public void windowsInState_inBatchOnly() {
    options.setStreaming(true);
    profile.defaults(options, Set.of("streaming"));
    assertThat(options.as(StateOptions.class).getWindowsInState(), is(false));

    options.setStreaming(false);
    profile.defaults(options, Set.of());
    assertThat(options.as(StateOptions.class).getWindowsInState(), is(true));
  }

  @Test
  public void storage_isOnDiskUnlessGiven() {
    profile.defaults(options, Set.of());
    assertThat(options.getStorageLevel(), is(SparkProfile.STORAGE_LEVEL));

    options.setStorageLevel("MEMORY_ONLY");
    profile.defaults(options, Set.of("storageLevel"));
    assertThat(options.getStorageLevel(), is("MEMORY_ONLY"));
  }

  @Test
  public void nothingGiven_isAQuietLocalSpark() {
    options.setJobName("flights");
    profile.defaults(options, Set.of());
    assertThat(
        options.getSparkMaster(), is("local[" + Runtime.getRuntime().availableProcessors() + "]"));
    assertThat(
        options.getCheckpointDir(),
        startsWith(System.getProperty("java.io.tmpdir") + "/summerbeam-spark-flights-"));
    assertThat(
        PROPERTIES.stream().map(System::getProperty).toList(),
        contains("false", "localhost", "127.0.0.1"));
  }

  @Test
  public void whatIsGiven_stays() {
    System.setProperty("spark.ui.enabled", "true");
    options.setSparkMaster("local[3]");
    options.setCheckpointDir("/durable");
    profile.defaults(options, Set.of("sparkMaster", "checkpointDir"));
    assertThat(options.getSparkMaster(), is("local[3]"));
    assertThat(options.getCheckpointDir(), is("/durable"));
    assertThat(System.getProperty("spark.ui.enabled"), is("true"));
  }

  @Test
  public void cluster_keepsItsProperties() {
    options.setSparkMaster("spark://host:7077");
    profile.defaults(options, Set.of("sparkMaster"));
    assertThat(
        PROPERTIES.stream().filter(name -> System.getProperty(name) != null).toList(),
        is(List.of()));
  }

  @Test
  public void masters_ofAllKinds_areTaken() {
    for (String master :
        List.of(
            "local",
            "local[*]",
            "local[2, 4]",
            "local-cluster[2,1,1024]",
            "spark://a:7077,b:7077",
            "yarn",
            "k8s://https://host:443")) {
      options.setSparkMaster(master);
      profile.defaults(options, Set.of("sparkMaster"));
      assertThat(options.getSparkMaster(), is(master));
    }
  }

  @Test
  public void master_malformed_isRefused() {
    options.setSparkMaster("local[two]");
    UsageException e =
        assertThrows(UsageException.class, () -> profile.defaults(options, Set.of("sparkMaster")));
    assertThat(
        e.getMessage(),
        is(
            "--sparkMaster must be local[N], spark://host:port, yarn or k8s://url, but was:"
                + " local[two]"));
  }

  @Test
  public void capabilities_areFewerInStreaming() {
    assertThat(
        profile.capabilities(options).batch(),
        containsInAnyOrder(
            Capability.BOUNDED_STREAMING,
            Capability.UNANNOUNCED_STREAMING,
            Capability.EVENT_TIME_TIMERS,
            Capability.PROCESSING_TIME_TIMERS,
            Capability.RESETTABLE_PROCESSING_TIME_TIMERS,
            Capability.BOUNDED_SPLITTABLE_DOFN,
            Capability.TIME_SORTED_INPUT,
            Capability.UNBOUNDED_SIDE_INPUT));
    assertThat(
        profile.capabilities(options).streaming(), contains(Capability.PROCESSING_TIME_TIMERS));
  }
}
