package io.summerbeam.samples.orders;

import io.summerbeam.io.kafka.KafkaDeadLetters;
import io.summerbeam.io.kafka.KafkaRows;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.aggregate.Aggregate;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/**
 * Writes to topics, at least once, with keys by which a reader knows what came twice. Of the
 * revenues of a category and day the one of most orders counts.
 */
record TopicSink(OrderTopics topics) implements OrderSink {

  @Override
  public void orders(PCollection<Row> orders, DeadLetters dead) {
    orders.apply(
        "OrdersTopic",
        KafkaRows.write(topics.connection(), topics.masked())
            .withKeyFields("order_id")
            .withStepName("OrdersTopic")
            .withDeadLetters(dead));
  }

  @Override
  public boolean keepsDuplicates() {
    return true;
  }

  @Override
  public void duplicates(PCollection<Row> duplicates, DeadLetters dead) {
    duplicates.apply(
        "DuplicatesTopic",
        KafkaRows.write(topics.connection(), topics.duplicates())
            .withKeyFields(DuplicateFn.SOURCE)
            .withStepName("DuplicatesTopic")
            .withDeadLetters(dead));
  }

  @Override
  public void revenue(PCollection<Row> revenue, DeadLetters dead) {
    revenue.apply(
        "RevenueTopic",
        KafkaRows.write(topics.connection(), topics.revenue())
            .withKeyFields("category", Aggregate.WINDOW_START)
            .withStepName("RevenueTopic")
            .withDeadLetters(dead));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters() {
    return KafkaDeadLetters.to(topics.connection(), topics.deadLetters());
  }
}
