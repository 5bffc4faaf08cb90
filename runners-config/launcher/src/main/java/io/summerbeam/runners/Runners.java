package io.summerbeam.runners;

import io.summerbeam.sdk.schema.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The runners on the class path, by their profiles. */
final class Runners {

  /** The runners that the command can start, each with a class path of its own. */
  static final String STARTABLE_PROPERTY = "summerbeam.runners";

  static final String DEFAULT = "DirectRunner";

  private final Map<String, RunnerProfile> profiles = new TreeMap<>();

  Runners(Iterable<RunnerProfile> profiles) {
    profiles.forEach(profile -> this.profiles.put(profile.runner(), profile));
  }

  static Runners onClassPath() {
    return new Runners(ServiceLoader.load(RunnerProfile.class));
  }

  /** All names that can be given for {@code --runner}. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(profiles.keySet());
    Arrays.stream(System.getProperty(STARTABLE_PROPERTY, "").split(",", -1))
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }

  /**
   * Finds a runner.
   *
   * @throws UsageException if there is none of this name on the class path
   */
  RunnerProfile find(String name) {
    RunnerProfile profile = profiles.get(name);
    if (profile != null) {
      return profile;
    }
    if (names().contains(name)) {
      throw new UsageException(
          name
              + " is not on the class path of this process. Start it with ./summerbeam, or depend on"
              + " its summerbeam-runner module.");
    }
    throw new UsageException(
        "There is no runner '"
            + name
            + "'"
            + hint(name)
            + "\nThe runners are: "
            + String.join(", ", names()));
  }

  // Who types a part of the name, Flink, is many edits away from it.
  private String hint(String name) {
    String start = name.toLowerCase(Locale.ROOT);
    List<String> longer =
        names().stream().filter(each -> each.toLowerCase(Locale.ROOT).startsWith(start)).toList();
    return longer.size() == 1
        ? ". Did you mean '" + longer.get(0) + "'?"
        : NearestName.hint(name, names());
  }

  /** The class of a runner, as Beam knows it. */
  static Class<? extends PipelineRunner<?>> classOf(RunnerProfile profile) {
    return PipelineOptionsFactory.fromArgs("--runner=" + profile.runner())
        .as(PipelineOptions.class)
        .getRunner();
  }
}
