/**
 * {@code ./summerbeam dead-letters}: what there is to be done about dead letters, in any store. One
 * class for each command; {@link io.summerbeam.samples.deadletters.Stores} is the one place that
 * knows which stores and targets there are.
 */
package io.summerbeam.samples.deadletters;
