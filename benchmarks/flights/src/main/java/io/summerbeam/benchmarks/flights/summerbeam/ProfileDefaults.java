package io.summerbeam.benchmarks.flights.summerbeam;

import io.summerbeam.runners.RunnerProfile;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;

/** Sets what {@code ./summerbeam run} would set: the defaults of the profile of the runner. */
public final class ProfileDefaults {

  private ProfileDefaults() {}

  /** Sets the defaults of what is not among the arguments. */
  public static void apply(PipelineOptions options, String... args) {
    String runner = options.getRunner().getSimpleName();
    Set<String> given =
        Stream.of(args)
            .map(argument -> argument.replaceFirst("^--", "").replaceFirst("=.*", ""))
            .collect(Collectors.toSet());
    ServiceLoader.load(RunnerProfile.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(profile -> profile.runner().equals(runner))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no profile of " + runner + "."))
        .defaults(options, given);
  }
}
