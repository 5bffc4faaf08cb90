package io.summerbeam.benchmarks.kafkastreams;

/**
 * What a trade is beside its symbol.
 *
 * @param id of the trade
 * @param quantity that was traded
 */
record Trade(long id, long quantity) {}
