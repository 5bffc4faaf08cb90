package io.summerbeam.samples.orders;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.Row;

/** Where results go: {@code --sink}. */
interface OrderSink {

  String TABLES = "jdbc";
  String BIGQUERY = "bigquery";

  /** The names of all there are. */
  List<String> NAMES = List.of(OrderSource.FILES, TABLES, OrderSource.KAFKA, BIGQUERY);

  /** The masked orders, each once. */
  void orders(PCollection<Row> orders, DeadLetters dead);

  /** Whether duplicates are written, too; else they are counted as dropped. */
  boolean keepsDuplicates();

  /** Those that came again, as {@link DuplicateFn} shows them, where they are written. */
  void duplicates(PCollection<Row> duplicates, DeadLetters dead);

  /** Revenue by category and day; of a stream corrected ones, too. */
  void revenue(PCollection<Row> revenue, DeadLetters dead);

  /** Where the dead letters go, if this is the first sink. */
  PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters();

  /** The names that an option gives. */
  static List<String> names(OrdersOptions options) {
    List<String> names = List.of(options.getSink().split(",", -1));
    for (String name : names) {
      if (!NAMES.contains(name) || names.indexOf(name) != names.lastIndexOf(name)) {
        throw new UsageException(
            "--sink must be some of "
                + String.join(", ", NAMES)
                + ", each once, with commas between them, but was: "
                + options.getSink());
      }
    }
    return names;
  }

  /** The sinks that the options ask for. */
  static List<OrderSink> of(OrdersOptions options) {
    List<OrderSink> sinks = new ArrayList<>();
    for (String name : names(options)) {
      sinks.add(
          switch (name) {
            case TABLES -> new TableSink(ShopDatabase.of(options));
            case OrderSource.KAFKA -> new TopicSink(OrderTopics.of(options));
            case BIGQUERY -> new DatasetSink(OrderDataset.of(options), options.getDeadLetters());
            default -> new FileSink(options.getOutput(), options.getDeadLetters());
          });
    }
    return sinks;
  }
}
