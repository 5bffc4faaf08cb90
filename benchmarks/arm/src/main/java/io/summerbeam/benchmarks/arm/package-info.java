/**
 * What every arm of a comparison has in common: how it is started in a JVM of its own ({@link
 * io.summerbeam.benchmarks.arm.Arm}), how the results of all arms are compared ({@link
 * io.summerbeam.benchmarks.arm.Checksum}), and what it reports.
 *
 * <p>Nothing here but the JDK, so that it can stand on every arm's class path and change none.
 */
@NullMarked
package io.summerbeam.benchmarks.arm;

import org.jspecify.annotations.NullMarked;
