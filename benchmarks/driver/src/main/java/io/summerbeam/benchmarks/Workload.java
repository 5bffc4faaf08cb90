package io.summerbeam.benchmarks;

import java.util.List;

/**
 * What is read.
 *
 * @param records how many
 * @param arguments how an arm is told: {@code --input=FILE}
 */
record Workload(long records, List<String> arguments) {

  Workload {
    arguments = List.copyOf(arguments);
  }
}
