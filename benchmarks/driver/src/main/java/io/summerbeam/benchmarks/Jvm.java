package io.summerbeam.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of an arm: the same heap and the same processors for all arms of a comparison.
 *
 * @param heap initial and largest size of the heap: {@code 2g}
 * @param cores how many processors it may use
 * @param flags what else was asked for
 */
record Jvm(String heap, int cores, List<String> flags) {

  Jvm {
    flags = List.copyOf(flags);
  }

  Jvm withCores(int number) {
    return new Jvm(heap, number, flags);
  }

  /**
   * The flags, all of them: {@code -Xms2g -Xmx2g -XX:ActiveProcessorCount=2 -XX:+UseG1GC}.
   *
   * <p>The collector is named because the JVM takes another one where it sees a single processor,
   * and one core and two are compared.
   */
  List<String> allFlags() {
    List<String> all = new ArrayList<>();
    all.add("-Xms" + heap);
    all.add("-Xmx" + heap);
    all.add("-XX:ActiveProcessorCount=" + cores);
    if (flags.stream().noneMatch(flag -> flag.matches("-XX:\\+Use\\w+GC"))) {
      all.add("-XX:+UseG1GC");
    }
    all.addAll(flags);
    return all;
  }
}
