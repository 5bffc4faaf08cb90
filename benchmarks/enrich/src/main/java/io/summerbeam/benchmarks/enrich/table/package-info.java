/**
 * Orders meet a table in memory, on Flink: {@link io.summerbeam.benchmarks.enrich.table.TableArm}
 * in Beam, {@link io.summerbeam.benchmarks.enrich.table.BroadcastArm} in Flink's own API. A table
 * that comes as a side input makes a step of two inputs, which Flink does not chain to its source;
 * so there are two who pass orders through, and each is compared with its own.
 */
@NullMarked
package io.summerbeam.benchmarks.enrich.table;

import org.jspecify.annotations.NullMarked;
