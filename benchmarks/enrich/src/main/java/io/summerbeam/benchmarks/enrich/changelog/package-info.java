/**
 * Trades meet the price of their symbol as of their own time: {@link
 * io.summerbeam.benchmarks.enrich.changelog.ChangelogArm} in Beam. {@link
 * io.summerbeam.benchmarks.enrich.changelog.Market}, the data, needs no engine: Kafka Streams reads
 * the same.
 */
@NullMarked
package io.summerbeam.benchmarks.enrich.changelog;

import org.jspecify.annotations.NullMarked;
