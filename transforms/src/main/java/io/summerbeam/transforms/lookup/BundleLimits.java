package io.summerbeam.transforms.lookup;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a bundle asks.
 *
 * @param batchSize how many keys are in a request at most
 * @param maxWait how long the first of them waits for others
 * @param maxInFlight how many requests of a bundle are open at most
 * @param maxWaiting how many records wait for an answer at most
 */
public record BundleLimits(int batchSize, Duration maxWait, int maxInFlight, int maxWaiting)
    implements Serializable {}
