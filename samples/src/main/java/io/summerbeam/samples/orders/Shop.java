package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.UsageException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.MimeTypes;
import org.jspecify.annotations.Nullable;

/** What is there while the job runs: a database with tables, a file of orders, and keys. */
final class Shop implements Closeable {

  private static final String ORDERS = "orders.jsonl";

  private final RunFolder folder;
  private @Nullable LocalPostgres server;
  private @Nullable ShopDatabase tables;

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

  /** The file of orders. */
  static String orders(OrdersOptions options) {
    String generated = options.getGenerated();
    if (generated == null) {
      throw new UsageException("--generated is missing.");
    }
    return FileArguments.inFolder(generated, ORDERS);
  }

  /** Ends all of it, and leaves nothing behind. */
  @Override
  public void close() throws IOException {
    LocalPostgres running = server;
    ShopDatabase database = tables;
    // Whatever fails, what comes after it is ended too.
    try {
      if (running != null) {
        running.close();
      } else if (database != null) {
        database.dropTables();
      }
    } finally {
      folder.delete();
    }
  }

  private void make(OrdersOptions options) throws IOException {
    Catalog catalog = Catalog.of(options.getSeed());
    if (options.getGenerated() == null) {
      options.setGenerated(folder.path().toString());
    }
    try (OutputStream out =
        new BufferedOutputStream(
            Channels.newOutputStream(
                FileSystems.create(
                    FileSystems.matchNewResource(orders(options), false), MimeTypes.TEXT)))) {
      new OrderGenerator(catalog, options.getSeed()).write(out, options.getOrders());
    }
    if (options.getKeys() == null) {
      options.setKeys(OrdersPolicy.makeKeys(folder, options.getSeed()));
    }
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
