package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is there while the job runs: a database with tables, orders in a file or fed to a topic
 * unless they are the user's own, keys, and the broker and the BigQuery where the user gave none.
 */
final class Shop implements Closeable {

  private static final String ORDERS = "orders.jsonl";

  private final RunFolder folder;
  private @Nullable LocalPostgres server;
  private @Nullable ShopDatabase tables;
  private @Nullable KafkaBroker broker;
  private @Nullable LocalBigQuery bigQuery;
  private @Nullable OrderFeed feed;
  private @Nullable RunEnd end;

  private Shop(RunFolder folder) {
    this.folder = folder;
  }

  /** Makes it, and sets the options that were left open to it. */
  static Shop open(OrdersOptions options) {
    try {
      Shop shop = new Shop(RunFolder.create());
      try {
        shop.make(options);
        return shop;
      } catch (IOException | RuntimeException e) {
        shop.closeAfter(e);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of orders, or the user's own. */
  static String orders(OrdersOptions options) {
    String input = options.getInput();
    if (input != null) {
      return input;
    }
    String generated = options.getGenerated();
    if (generated == null) {
      throw new UsageException("--generated is missing.");
    }
    return FileArguments.inFolder(generated, ORDERS);
  }

  /** Whether a stream has been processed; what is no stream ends by itself. */
  boolean isOver() {
    RunEnd until = end;
    return until != null && until.isOver();
  }

  /** Copies the results out of the servers that end with this. */
  void keepResults(OrdersOptions options) {
    // The first one has the dead letters.
    String first = OrderSink.names(options).get(0);
    try {
      if (ownsTables(options)) {
        ResultTables.copy(ShopDatabase.of(options), options.getOutput());
        if (first.equals(OrderSink.TABLES)) {
          ResultTables.copyLetters(ShopDatabase.of(options), options.getDeadLetters());
        }
      }
      if (ownsTopics(options)) {
        ResultTopics.copy(OrderTopics.of(options), options.getOutput());
        if (first.equals(OrderSource.KAFKA)) {
          ResultTopics.copyLetters(OrderTopics.of(options), options.getDeadLetters());
        }
      }
      LocalBigQuery dataset = bigQuery;
      if (dataset != null) {
        dataset.copy(options.getOutput());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there are tables of results that end with this. */
  boolean ownsTables(OrdersOptions options) {
    return server != null && OrderSink.names(options).contains(OrderSink.TABLES);
  }

  /** Whether there are topics of results that end with this. */
  boolean ownsTopics(OrdersOptions options) {
    return broker != null && OrderSink.names(options).contains(OrderSource.KAFKA);
  }

  /** Whether there is a dataset of results that ends with this. */
  boolean ownsDataset() {
    return bigQuery != null;
  }

  /** What was fed; null where nothing is. */
  @Nullable FedOrders fed() {
    OrderFeed feeding = feed;
    return feeding == null ? null : feeding.fed();
  }

  /** Ends all of it, and leaves nothing behind. */
  @Override
  public void close() throws IOException {
    // Whatever fails, what comes after it is ended too.
    try {
      closeTopics();
    } finally {
      try {
        closeTables();
      } finally {
        try {
          closeDataset();
        } finally {
          folder.delete();
        }
      }
    }
  }

  private void closeTopics() {
    OrderFeed feeding = feed;
    KafkaBroker running = broker;
    try {
      if (feeding != null) {
        feeding.close();
      }
    } finally {
      if (running != null) {
        running.close();
      }
    }
  }

  private void closeDataset() throws IOException {
    LocalBigQuery running = bigQuery;
    if (running != null) {
      running.close();
    }
  }

  private void closeTables() throws IOException {
    LocalPostgres running = server;
    ShopDatabase database = tables;
    if (running != null) {
      running.close();
    } else if (database != null) {
      database.dropTables();
    }
  }

  private void make(OrdersOptions options) throws IOException {
    Catalog catalog = Catalog.of(options.getSeed());
    OrderGenerator generator = new OrderGenerator(catalog, options.getSeed());
    if (OrderSource.isFile(options)) {
      write(generator, options);
    } else if (options.getGenerated() != null) {
      // Equal seeds, equal orders: these are the ones that are fed.
      write(new OrderGenerator(catalog, options.getSeed()), options);
    }
    if (options.getKeys() == null) {
      options.setKeys(OrdersPolicy.makeKeys(folder, options.getSeed()));
    }
    makeTables(catalog, options);
    if (OrderSink.names(options).contains(OrderSink.BIGQUERY)
        && options.getBigQueryDataset() == null) {
      bigQuery = LocalBigQuery.start(folder, options);
    }
    makeTopics(generator, options);
    if (OrderSource.isStream(options)) {
      end = new RunEnd(feed, OrderSource.duration(options), quiet(options));
    }
  }

  // Rows are counted before they are sent to BigQuery.
  private Duration quiet(OrdersOptions options) {
    return OrderSink.names(options).contains(OrderSink.BIGQUERY) && !ownsDataset()
        ? RunEnd.LONG_QUIET
        : RunEnd.QUIET;
  }

  private void write(OrderGenerator generator, OrdersOptions options) throws IOException {
    String generated = options.getGenerated();
    if (generated == null) {
      generated = folder.path().toString();
      options.setGenerated(generated);
    }
    try (OutputStream out = NewFile.in(generated, ORDERS)) {
      generator.generate(
          OrderSource.orders(options),
          order -> {
            out.write(order.json().getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          });
    }
  }

  private void makeTables(Catalog catalog, OrdersOptions options) throws IOException {
    if (options.getDatabase() == null) {
      LocalPostgres started = LocalPostgres.start(folder);
      server = started;
      ShopDatabase own = started.protect(folder);
      options.setDatabase(own.url());
      options.setUser(own.user());
      options.setPassword(own.password());
    }
    ShopDatabase database = ShopDatabase.of(options);
    database.createTables(catalog);
    tables = database;
    if (OrderSink.names(options).contains(OrderSink.TABLES)) {
      ResultTables.create(database);
    }
  }

  private void makeTopics(OrderGenerator generator, OrdersOptions options) throws IOException {
    boolean resultTopics = OrderSink.names(options).contains(OrderSource.KAFKA);
    if (!resultTopics && !OrderSource.isKafka(options)) {
      return;
    }
    boolean fed = OrderSource.isFed(options);
    if (options.getBootstrapServers() == null) {
      KafkaBroker started = LocalKafka.start(folder);
      broker = started;
      options.setBootstrapServers(started.bootstrapServers());
    }
    OrderTopics topics = OrderTopics.of(options);
    if (fed) {
      topics.createSource();
    }
    if (resultTopics) {
      topics.createResults();
    }
    if (fed) {
      boolean stream = OrderSource.isStream(options);
      OrderFeed feeding =
          OrderFeed.start(
              topics,
              generator,
              OrderSource.orders(options),
              stream ? options.getOrdersPerSecond() : Integer.MAX_VALUE);
      feed = feeding;
      if (!stream) {
        feeding.awaitDone();
      }
    }
  }

  private void closeAfter(Exception failure) {
    // Where it failed because it was interrupted, the end is waited for all the same.
    boolean interrupted = Thread.interrupted();
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
