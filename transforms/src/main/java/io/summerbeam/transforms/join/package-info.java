/**
 * Bringing records of two streams together: {@link io.summerbeam.transforms.join.JoinWithin} joins
 * by key and distance in time. The table that changes, as a side of a join, is in {@code enrich}.
 */
package io.summerbeam.transforms.join;
