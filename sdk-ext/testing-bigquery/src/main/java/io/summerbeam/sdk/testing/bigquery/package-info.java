/**
 * A stand-in for BigQuery for tests, and to try something out: {@link
 * io.summerbeam.sdk.testing.bigquery.BigQueryFake}, which Google's own clients talk to over the
 * wire.
 */
package io.summerbeam.sdk.testing.bigquery;
