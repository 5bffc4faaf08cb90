/**
 * BigQuery as a sink: {@link io.summerbeam.io.bigquery.BigQueryRows} writes Rows into a table, by
 * any of the methods that the service has; what it rejects becomes dead letters.
 */
package io.summerbeam.io.bigquery;
