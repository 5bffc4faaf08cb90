package io.summerbeam.sdk.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.Rule;
import org.junit.Test;

public class RecordCountersTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void counts_afterTheRun_areInBeamsMetricsAndHere() {
    pipeline.apply(GenerateSequence.from(0).to(2500)).apply(ParDo.of(new Sorting()));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    Map<String, Long> counts = new TreeMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(CounterName.NAMESPACE))
                .build())
        .getCounters()
        .forEach(count -> counts.put(count.getName().getName(), count.getCommitted()));
    Map<String, Long> expected =
        Map.of(
            "Sort/odd/records_in", 2500L,
            "Sort/odd/records_out", 1249L,
            "Sort/odd/records_dropped", 1250L,
            "Sort/odd/records_dead.late", 1L,
            "Sort/odd/seen", 2500L);
    assertThat(counts, equalTo(new TreeMap<>(expected)));
    assertThat(
        LocalCounts.snapshot().get(CounterName.of("Sort/odd", CounterName.IN)), equalTo(2500L));
  }

  @Test
  public void step_beforeItsFirstRecord_isKnown() {
    RecordCounters.of("Unborn");
    assertThat(LocalCounts.snapshot().get(CounterName.of("Unborn", CounterName.OUT)), equalTo(0L));
  }

  @Test
  public void parse_nameOfACounter_isWhatItWasMadeOf() {
    CounterName name = CounterName.of("a/b", "records_dead.lookup_miss");
    assertThat(CounterName.parse(name.metricName()), equalTo(Optional.of(name)));
    assertThat(name.reason(), equalTo(Optional.of("lookup_miss")));
    assertThat(CounterName.of("a", CounterName.IN).reason(), equalTo(Optional.empty()));
    assertThat(CounterName.parse("noseparator"), equalTo(Optional.empty()));
  }

  private static final class Sorting extends DoFn<Long, Long> {
    private final RecordCounters counters = RecordCounters.of("Sort/odd");

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      counters.in();
      counters.add("seen", 1);
      if (number == 1) {
        counters.dead("late");
      } else if (number % 2 == 0) {
        counters.dropped();
      } else {
        counters.out();
        out.output(number);
      }
    }

    @FinishBundle
    public void finishBundle() {
      counters.flush();
    }
  }
}
