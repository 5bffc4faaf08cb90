package io.summerbeam.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where and of what a result is.
 *
 * @param command as it was typed
 * @param commit what was measured; {@code unknown} outside of a clone
 * @param dirty whether there were changes that are in no commit
 * @param date when it began
 * @param os name, version and architecture
 * @param cpu the model
 * @param cores of the machine
 * @param load how many processors were at work in the seconds before the start; negative where the
 *     system does not tell
 * @param jdk of the driver and of all arms
 * @param versions of what is compared
 */
record Machine(
    String command,
    String commit,
    boolean dirty,
    Instant date,
    String os,
    String cpu,
    int cores,
    double load,
    String jdk,
    Map<String, String> versions) {

  /** From this load a core on somebody else is at work. */
  static final double LOADED_ABOVE = 0.5;

  private static final String UNKNOWN = "unknown";

  /** Of this machine and now. */
  static Machine here(Path home, String command) throws InterruptedException {
    return new Machine(
        command,
        output(home, "git", "rev-parse", "HEAD").stream().findFirst().orElse(UNKNOWN),
        !output(home, "git", "status", "--porcelain").isEmpty(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        ProcessorsAtWork.now(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        new ClassPaths(home).versions());
  }

  /** Whether something else ran here. */
  boolean isLoaded() {
    return load > LOADED_ABOVE * cores;
  }

  /** As it stands above a table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("command   " + command);
    lines.add("commit    " + commit + (dirty ? " with changes" : ""));
    lines.add("date      " + date);
    lines.add("machine   " + os + ", " + cpu + ", " + cores + " cores");
    lines.add(
        "load      "
            + (load < 0 ? UNKNOWN : Text.ratio(load))
            + " processors at work before the start");
    lines.add("jdk       " + jdk);
    lines.add(
        "versions  "
            + String.join(
                ", ",
                versions.entrySet().stream()
                    .map(version -> version.getKey() + " " + version.getValue())
                    .toList()));
    return lines;
  }

  private static String cpuModel() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      // No Linux.
    }
    return output(Path.of("."), "sysctl", "-n", "machdep.cpu.brand_string").stream()
        .findFirst()
        .orElse(UNKNOWN);
  }

  // Nothing where the command does not exist or fails.
  private static List<String> output(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text.lines().toList() : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
