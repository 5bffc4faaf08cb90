package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.Job;
import io.summerbeam.runners.UsageException;
import java.io.Closeable;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/** {@code ./summerbeam run orders}. */
public final class OrdersJob implements Job<OrdersOptions> {

  private static final int MOST_ORDERS = 10_000_000;

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public String summary() {
    return "Revenue of a made-up shop by category and day; tables in PostgreSQL, orders masked.";
  }

  @Override
  public Class<OrdersOptions> optionsType() {
    return OrdersOptions.class;
  }

  @Override
  public void check(OrdersOptions options) {
    if (options.getOrders() < 1 || options.getOrders() > MOST_ORDERS) {
      throw new UsageException(
          "--orders must be from 1 to 10,000,000, but was: " + options.getOrders());
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
    return Shop.open(options);
  }

  @Override
  public void build(Pipeline pipeline, OrdersOptions options) {
    OrdersPipeline.build(pipeline, options, Shop.orders(options));
  }

  @Override
  public List<String> results(OrdersOptions options) {
    return List.of(
        "orders        " + FileArguments.inFolder(options.getOutput(), "orders-*.jsonl"),
        "revenue       " + FileArguments.inFolder(options.getOutput(), "revenue-*.jsonl"),
        "dead letters  "
            + FileArguments.inFolder(options.getDeadLetters(), "dead-letters-*.jsonl"));
  }
}
