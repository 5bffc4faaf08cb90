package io.summerbeam.benchmarks.windows;

/**
 * What a sensor has read.
 *
 * @param sensor the key
 * @param amount that is summed up
 * @param site where the sensor is
 * @param unit of the amount
 * @param valid whether it is to be trusted
 */
public record Reading(String sensor, long amount, String site, String unit, boolean valid) {}
