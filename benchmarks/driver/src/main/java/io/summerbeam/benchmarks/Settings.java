package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.schema.NearestName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a benchmark is run.
 *
 * @param size how much is read
 * @param rounds how often each arm runs over each size
 * @param jvm heap and processors of the arms
 * @param arms patterns of the names of the arms that run; none means all
 * @param base the arm the others are compared with; null leaves it to the benchmark
 * @param timeout what an arm may take
 * @param json where the figures go; null means below {@code out/bench}
 * @param refuseWhenLoaded whether a loaded machine is an error
 */
record Settings(
    Size size,
    int rounds,
    Jvm jvm,
    List<String> arms,
    @Nullable String base,
    Duration timeout,
    @Nullable Path json,
    boolean refuseWhenLoaded) {

  Settings {
    arms = List.copyOf(arms);
  }

  /**
   * The arms whose names a pattern matches.
   *
   * @throws UsageException if a pattern matches none
   */
  List<ArmSpec> choose(List<ArmSpec> all) {
    if (arms.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(ArmSpec::name).toList();
    List<Pattern> patterns = new ArrayList<>();
    for (String glob : arms) {
      Pattern pattern = pattern(glob);
      if (names.stream().noneMatch(name -> pattern.matcher(name).matches())) {
        throw new UsageException(
            "--arms: there is no arm '"
                + glob
                + "'"
                + NearestName.hint(glob, names)
                + " The arms are:\n  "
                + String.join("\n  ", names));
      }
      patterns.add(pattern);
    }
    return all.stream()
        .filter(arm -> patterns.stream().anyMatch(p -> p.matcher(arm.name()).matches()))
        .toList();
  }

  /**
   * The arm the others are compared with: the one that was asked for, else {@code usual} if it
   * runs, else the first.
   *
   * @throws UsageException if the one that was asked for does not run
   */
  String base(String usual, List<ArmSpec> chosen) {
    List<String> names = chosen.stream().map(ArmSpec::name).toList();
    if (base == null) {
      return names.contains(usual) ? usual : names.get(0);
    }
    if (!names.contains(base)) {
      throw new UsageException(
          "--base must be one of the arms that run, but was: "
              + base
              + NearestName.hint(base, names)
              + " They are:\n  "
              + String.join("\n  ", names));
    }
    return base;
  }

  /** What a result must be quoted with. */
  Map<String, Object> parameters(List<Workload> workloads) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("size", size.text());
    parameters.put("rounds", rounds);
    parameters.put("records", workloads.stream().map(Workload::records).toList());
    parameters.put("jvm", String.join(" ", jvm.allFlags()));
    parameters.put("cores", jvm.cores());
    parameters.put("pinned", String.join(" ", Cores.prefix(jvm.cores())));
    return parameters;
  }

  // A star stands for anything; everything else for itself.
  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (String part : glob.split("\\*", -1)) {
      regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }
}
