package io.summerbeam.runners;

import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;

/** The Direct runner as it is, with the capabilities a test gives it. */
final class PlainProfile implements RunnerProfile {

  private final RunnerCapabilities capabilities;
  final Set<String> given = new TreeSet<>();

  PlainProfile(RunnerCapabilities capabilities) {
    this.capabilities = capabilities;
  }

  @Override
  public String runner() {
    return "DirectRunner";
  }

  @Override
  public void defaults(PipelineOptions options, Set<String> given) {
    this.given.addAll(given);
  }

  @Override
  public RunnerCapabilities capabilities(PipelineOptions options) {
    return capabilities;
  }
}
