package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.runners.UsageException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/** {@code ./summerbeam run orders}. */
public final class OrdersJob implements Job<OrdersOptions> {

  private static final int MOST_ORDERS = 10_000_000;

  private volatile @Nullable Shop shop;

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public String summary() {
    return "Revenue of a made-up shop by category and day, from files or a stream; orders masked.";
  }

  @Override
  public Class<OrdersOptions> optionsType() {
    return OrdersOptions.class;
  }

  @Override
  public boolean isStream(OrdersOptions options) {
    return OrderSource.isStream(options);
  }

  @Override
  public void check(OrdersOptions options) {
    OrderSource.check(options);
    DatasetOptions.check(options);
    int orders = OrderSource.orders(options);
    if (orders < 1 || orders > MOST_ORDERS) {
      throw new UsageException("--orders must be from 1 to 10,000,000, but was: " + orders);
    }
    String input = options.getInput();
    if (input != null) {
      FileArguments.requireFiles("--input", input);
    }
    if (options.getDatabase() != null) {
      ShopDatabase.of(options);
    } else if (options.getUser() != null || options.getPassword() != null) {
      throw new UsageException("--user and --password are for a database that --database names.");
    }
    if (options.getKeys() != null) {
      OrdersPolicy.of(options);
    }
    String generated = options.getGenerated();
    if (generated != null) {
      FileArguments.requireEmpty("--generated", generated);
    }
    FileArguments.requireEmpty("--output", options.getOutput());
    FileArguments.requireEmpty("--deadLetters", options.getDeadLetters());
  }

  @Override
  public Closeable start(OrdersOptions options) {
    Shop opened = Shop.open(options);
    shop = opened;
    return opened;
  }

  @Override
  public void build(Pipeline pipeline, OrdersOptions options) {
    OrdersPipeline.build(pipeline, options);
  }

  @Override
  public boolean isOver(OrdersOptions options) {
    return shop().isOver();
  }

  @Override
  public List<String> results(OrdersOptions options) {
    shop().keepResults(options);
    List<String> lines = new ArrayList<>();
    FedOrders fed = shop().fed();
    if (fed != null) {
      lines.add("fed           " + fed);
    }
    if (shop().ownsDataset()) {
      lines.add("BigQuery      a stand-in on this machine, gone now: nothing went to Google's");
    }
    for (String sink : OrderSink.names(options)) {
      lines.addAll(
          switch (sink) {
            case OrderSink.TABLES ->
                shop().ownsTables(options)
                    ? files(options, "orders.csv", "revenue.csv", "duplicates.csv")
                    : List.of(
                        "tables        "
                            + ResultTables.SCHEMA
                            + ".orders, revenue, duplicates, dead_letters");
            case OrderSource.KAFKA ->
                shop().ownsTopics(options)
                    ? files(options, "orders.jsonl", "revenue.jsonl", "duplicates.jsonl")
                    : List.of(
                        "topics        "
                            + options.getTopic()
                            + "-masked, -revenue, -duplicates, -dead-letters");
            case OrderSink.BIGQUERY ->
                shop().ownsDataset()
                    ? files(
                        options,
                        "bigquery-orders.jsonl",
                        "bigquery-revenue.jsonl",
                        "bigquery-duplicates.jsonl")
                    : List.of(
                        "tables        "
                            + OrderDataset.of(options).name()
                            + ".orders, revenue, duplicates");
            default -> files(options, "orders-*.jsonl", "revenue-*.jsonl", null);
          });
    }
    String first = OrderSink.names(options).get(0);
    if (first.equals(OrderSource.FILES)
        || first.equals(OrderSink.BIGQUERY)
        || (first.equals(OrderSink.TABLES) && shop().ownsTables(options))
        || (first.equals(OrderSource.KAFKA) && shop().ownsTopics(options))) {
      lines.add(
          "dead letters  "
              + FileArguments.inFolder(options.getDeadLetters(), "dead-letters-*.jsonl"));
    }
    return lines;
  }

  private static List<String> files(
      OrdersOptions options, String orders, String revenue, @Nullable String duplicates) {
    List<String> lines = new ArrayList<>();
    lines.add("orders        " + FileArguments.inFolder(options.getOutput(), orders));
    lines.add("revenue       " + FileArguments.inFolder(options.getOutput(), revenue));
    if (duplicates != null) {
      lines.add("duplicates    " + FileArguments.inFolder(options.getOutput(), duplicates));
    }
    return lines;
  }

  private Shop shop() {
    Shop opened = shop;
    if (opened == null) {
      throw new IllegalStateException("start() was not called.");
    }
    return opened;
  }
}
