/**
 * The counts every transform keeps, and how they are called: {@link
 * io.summerbeam.sdk.metric.RecordCounters} writes them, {@link
 * io.summerbeam.sdk.metric.CounterName} reads them back, {@link
 * io.summerbeam.sdk.metric.LocalCounts} shows them while a pipeline runs in this process.
 *
 * <p>Counts are for watching: they are attempted values, and double where a runner tries again.
 * That nothing was lost is proven from data.
 */
package io.summerbeam.sdk.metric;
