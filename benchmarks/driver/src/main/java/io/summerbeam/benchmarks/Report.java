package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is left of a benchmark.
 *
 * @param name of the benchmark
 * @param text for the terminal
 * @param json all figures, the raw ones as well
 * @param svg a plot
 */
record Report(String name, String text, ObjectNode json, String svg) {}
