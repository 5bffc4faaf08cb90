package io.summerbeam.benchmarks.windows;

/**
 * What has happened.
 *
 * @param id which no other event has, but the same one that came again
 * @param customer whose it was
 * @param amount of something
 * @param item the something
 */
public record Event(String id, String customer, long amount, String item) {}
