/**
 * The orders job: revenue by category and day, from generated orders full of personal data and
 * tables in a database. {@link io.summerbeam.samples.orders.OrdersPipeline} is the pipeline, {@link
 * io.summerbeam.samples.orders.OrdersJob} what the command line knows of it, {@link
 * io.summerbeam.samples.orders.Catalog} what is in the tables. Orders come from a file or a topic
 * ({@code OrderSource}) and go to files, tables, topics or BigQuery ({@code OrderSink}); {@code
 * Shop} is all that is started for a run.
 */
package io.summerbeam.samples.orders;
