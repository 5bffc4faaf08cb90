/**
 * The flights job, a join of a stream with a table, and sums in windows in Kafka Streams, without a
 * broker: its TopologyTestDriver hands records from one sub-topology to the next, serialized as
 * they would be in a topic, and commits after each record.
 */
@NullMarked
package io.summerbeam.benchmarks.kafkastreams;

import org.jspecify.annotations.NullMarked;
