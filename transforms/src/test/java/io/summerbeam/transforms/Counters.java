package io.summerbeam.transforms;

import io.summerbeam.sdk.metric.CounterName;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** What a finished run on the Direct runner counted. */
public final class Counters {

  private Counters() {}

  /** The count called {@code step/what}; 0 where nothing was counted. */
  public static long of(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(CounterName.NAMESPACE, name))
                    .build())
            .getCounters()) {
      sum += counter.getCommitted();
    }
    return sum;
  }
}
