package io.summerbeam.samples.orders;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.aggregate.Aggregate;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/**
 * Upserts into the tables of {@link ResultTables}: what is written twice, because a runner tries
 * again or the job runs again, is there once.
 */
record TableSink(ShopDatabase database) implements OrderSink {

  @Override
  public void orders(PCollection<Row> orders, DeadLetters dead) {
    orders.apply(
        "OrdersTable",
        database
            .write(ResultTables.ORDERS)
            .upsertingBy("order_id")
            .creatingTable()
            .withStepName("OrdersTable")
            .withDeadLetters(dead));
  }

  @Override
  public boolean keepsDuplicates() {
    return true;
  }

  @Override
  public void duplicates(PCollection<Row> duplicates, DeadLetters dead) {
    duplicates.apply(
        "DuplicatesTable",
        database
            .write(ResultTables.DUPLICATES)
            .upsertingBy(DuplicateFn.SOURCE)
            .creatingTable()
            .withStepName("DuplicatesTable")
            .withDeadLetters(dead));
  }

  @Override
  public void revenue(PCollection<Row> revenue, DeadLetters dead) {
    revenue.apply(
        "RevenueTable",
        database
            .write(ResultTables.REVENUE)
            .upsertingBy("category", Aggregate.WINDOW_START)
            .withStepName("RevenueTable")
            .withDeadLetters(dead));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters() {
    return database.deadLetters();
  }
}
