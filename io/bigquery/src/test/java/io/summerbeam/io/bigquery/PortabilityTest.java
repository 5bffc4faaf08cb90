package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.Preflight;
import io.summerbeam.runners.RunnerCapabilities;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.options.StreamingOptions;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What each method asks of a runner, as the preflight sees it. */
@RunWith(JUnit4.class)
public class PortabilityTest {

  private FakeBigQuery service;

  @Before
  public void setUp() throws Exception {
    service = FakeBigQuery.start();
  }

  private Pipeline pipeline(Method method, boolean unbounded) {
    Pipeline pipeline = Pipeline.create(FakeBigQuery.options());
    pipeline.getOptions().as(StreamingOptions.class).setStreaming(unbounded);
    Delays.input(pipeline, unbounded, row("MI", 1, null))
        .apply(service.write("portable").withMethod(method));
    return pipeline;
  }

  private static List<String> refusals(Pipeline pipeline, Capability... missing) {
    return Preflight.check(pipeline, "SomeRunner", RunnerCapabilities.all().without(missing));
  }

  private Set<Capability> needs(Method method, boolean unbounded) {
    Pipeline pipeline = pipeline(method, unbounded);
    return EnumSet.allOf(Capability.class).stream()
        .filter(capability -> !refusals(pipeline, capability).isEmpty())
        .collect(Collectors.toSet());
  }

  @Test
  public void boundedInput_everyRunner() {
    for (Method method : FakeBigQuery.METHODS) {
      assertThat("" + method, needs(method, false), empty());
    }
  }

  @Test
  public void unboundedInput_everyRunnerWithoutStorageWrite() {
    assertThat(needs(Method.STORAGE_API_AT_LEAST_ONCE, true), empty());
    assertThat(needs(Method.STREAMING_INSERTS, true), empty());
    assertThat(needs(Method.FILE_LOADS, true), empty());
  }

  @Test
  public void storageWriteOfUnboundedInput_timersAndWindowExpiration() {
    assertThat(
        needs(Method.STORAGE_WRITE_API, true),
        equalTo(
            Set.of(
                Capability.EVENT_TIME_TIMERS,
                Capability.PROCESSING_TIME_TIMERS,
                Capability.ON_WINDOW_EXPIRATION)));
    assertThat(
        refusals(
            pipeline(Method.STORAGE_WRITE_API, true),
            Capability.EVENT_TIME_TIMERS,
            Capability.ON_WINDOW_EXPIRATION),
        everyItem(
            endsWith(
                "Write with withMethod(STORAGE_API_AT_LEAST_ONCE), which needs neither timers nor"
                    + " windows that expire.")));
  }
}
