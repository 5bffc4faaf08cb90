package io.summerbeam.runners;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/** A job for tests whose DoFn has a processing-time timer. */
final class TimerJob implements Job<NumbersJob.NumbersOptions> {

  @Override
  public String name() {
    return "timers";
  }

  @Override
  public String summary() {
    return "Sets timers.";
  }

  @Override
  public Class<NumbersJob.NumbersOptions> optionsType() {
    return NumbersJob.NumbersOptions.class;
  }

  @Override
  public void build(Pipeline pipeline, NumbersJob.NumbersOptions options) {
    pipeline
        .apply(Create.of(KV.of("a", 1)))
        .apply("Timers", ParDo.of(new DemandingFns.ProcessingTimer()));
  }
}
