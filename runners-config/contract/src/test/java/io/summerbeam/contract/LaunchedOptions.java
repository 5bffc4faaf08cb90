package io.summerbeam.contract;

import io.summerbeam.runners.RunnerProfile;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Pipeline options as {@code ./summerbeam run} has them: of what is not given, the defaults of the
 * profile of the runner of this JVM.
 */
final class LaunchedOptions {

  private LaunchedOptions() {}

  static PipelineOptions of(List<String> given) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(given.toArray(String[]::new)).create();
    profile().defaults(options, names(given));
    return options;
  }

  /** Adds what the runner needs to a pipeline with these options, as the launcher does. */
  static void prepare(Pipeline pipeline) {
    profile().prepare(pipeline);
  }

  private static RunnerProfile profile() {
    return ServiceLoader.load(RunnerProfile.class).findFirst().orElseThrow();
  }

  // --name=value
  private static Set<String> names(List<String> given) {
    return given.stream()
        .map(each -> each.substring(2).replaceFirst("=.*", ""))
        .collect(Collectors.toSet());
  }
}
