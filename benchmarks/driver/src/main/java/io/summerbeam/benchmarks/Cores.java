package io.summerbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps an arm on as many processors as it may use.
 *
 * <p>{@code -XX:ActiveProcessorCount} only tells the JVM how many threads to make; where there is a
 * {@code taskset} (Linux) it also holds them there, always on the same processors.
 */
final class Cores {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cores() {}

  /** What comes before the command: {@code taskset -c 0,1}, or nothing where it does not exist. */
  static List<String> prefix(int cores) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path taskset = Path.of(folder, "taskset");
      if (Files.isExecutable(taskset)) {
        return prefix(taskset, allowed(), cores);
      }
    }
    return List.of();
  }

  static List<String> prefix(Path taskset, List<Integer> allowed, int cores) {
    if (allowed.size() < cores) {
      return List.of();
    }
    return List.of(
        taskset.toString(),
        "-c",
        String.join(",", allowed.subList(0, cores).stream().map(String::valueOf).toList()));
  }

  // In a container they need not start at zero.
  private static List<Integer> allowed() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          return parse(line.substring(ALLOWED.length()).trim());
        }
      }
    } catch (IOException e) {
      // No Linux: nobody is pinned.
    }
    return List.of();
  }

  /** The numbers in a list of the kernel: {@code 0-1,4}. */
  static List<Integer> parse(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
