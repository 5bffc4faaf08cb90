/** The arm of native Flink. */
@NullMarked
package io.summerbeam.benchmarks.latency.flink;

import org.jspecify.annotations.NullMarked;
