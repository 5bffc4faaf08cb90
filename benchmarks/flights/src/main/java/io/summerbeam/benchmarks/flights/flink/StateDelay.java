package io.summerbeam.benchmarks.flights.flink;

/**
 * What the aggregate needs of a flight.
 *
 * @param state of the airport it left
 * @param delay in minutes
 */
public record StateDelay(String state, long delay) {}
