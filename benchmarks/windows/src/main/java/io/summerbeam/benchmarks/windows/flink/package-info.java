/**
 * The same in Flink: in its DataStream API ({@link
 * io.summerbeam.benchmarks.windows.flink.DataStreamArm}) and in SQL ({@link
 * io.summerbeam.benchmarks.windows.flink.SqlArm}).
 */
@NullMarked
package io.summerbeam.benchmarks.windows.flink;

import org.jspecify.annotations.NullMarked;
