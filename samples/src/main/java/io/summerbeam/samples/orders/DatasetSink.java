package io.summerbeam.samples.orders;

import io.summerbeam.io.bigquery.Granularity;
import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.aggregate.Aggregate;
import java.time.Duration;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/**
 * Appends to tables of BigQuery: what is there is not changed. A stream's corrected revenue is a
 * row more, and of those of a category and day the one of most orders counts; running the job again
 * adds its rows to those that are there. Dead letters are files, as {@link FileSink} has them.
 */
record DatasetSink(OrderDataset dataset, String letters) implements OrderSink {

  // Sooner than a run ends in which nothing happens any more.
  private static final Duration FLUSH = Duration.ofSeconds(2);

  @Override
  public void orders(PCollection<Row> orders, DeadLetters dead) {
    orders.apply(
        "OrdersDataset",
        dataset
            .write(OrderDataset.ORDERS)
            .withClustering("category")
            .withStepName("OrdersDataset")
            .withDeadLetters(dead));
  }

  @Override
  public boolean keepsDuplicates() {
    return true;
  }

  @Override
  public void duplicates(PCollection<Row> duplicates, DeadLetters dead) {
    duplicates.apply(
        "DuplicatesDataset",
        dataset
            .write(OrderDataset.DUPLICATES)
            .withStepName("DuplicatesDataset")
            .withDeadLetters(dead));
  }

  @Override
  public void revenue(PCollection<Row> revenue, DeadLetters dead) {
    revenue.apply(
        "RevenueDataset",
        dataset
            .write(OrderDataset.REVENUE)
            .withPartitioning(Aggregate.WINDOW_START, Granularity.DAY)
            .withClustering("category")
            .withStepName("RevenueDataset")
            .withDeadLetters(dead));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters() {
    return FileDeadLetters.to(letters).withFlushInterval(FLUSH);
  }
}
