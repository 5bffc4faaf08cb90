package io.summerbeam.runners.dataflow;

import io.summerbeam.runners.Capability;
import io.summerbeam.runners.RunnerCapabilities;
import io.summerbeam.runners.RunnerProfile;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;

/** The Dataflow runner, which chooses its own defaults on the service's side. */
public final class DataflowProfile implements RunnerProfile {

  @Override
  public String runner() {
    return "DataflowRunner";
  }

  @Override
  public void defaults(PipelineOptions options, Set<String> given) {}

  @Override
  public RunnerCapabilities capabilities(PipelineOptions options) {
    return RunnerCapabilities.all()
        .without(
            Capability.ORDERED_LIST_STATE,
            Capability.MULTIMAP_STATE,
            Capability.MERGING_WINDOW_STATE)
        .withoutInStreaming(Capability.TIME_SORTED_INPUT);
  }
}
