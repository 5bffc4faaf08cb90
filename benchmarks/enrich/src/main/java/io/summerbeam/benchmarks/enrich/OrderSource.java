package io.summerbeam.benchmarks.enrich;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Orders of customers that are drawn, made while they are read: that costs next to nothing. It is
 * not split.
 */
public final class OrderSource extends BoundedSource<Row> {

  private static final long serialVersionUID = 1;

  private static final long BYTES = 60;

  private final long records;
  private final int customers;
  private final boolean zipf;

  private OrderSource(long records, int customers, boolean zipf) {
    if (records < 1 || customers < 1) {
      throw new IllegalArgumentException(
          "--records and --keys must be positive, but were: " + records + " and " + customers);
    }
    this.records = records;
    this.customers = customers;
    this.zipf = zipf;
  }

  /**
   * Each customer orders as often as any other. The second order waits until the first one is
   * through: it is for steps that wait for their table, and put out a record when they have it.
   */
  public static OrderSource even(long records, int customers) {
    return new OrderSource(records, customers, false);
  }

  /** The n-th customer orders 1/n times as often as the first. */
  public static OrderSource zipf(long records, int customers) {
    return new OrderSource(records, customers, true);
  }

  @Override
  public List<OrderSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return records * BYTES;
  }

  @Override
  public Coder<Row> getOutputCoder() {
    return RowCoder.of(Orders.SCHEMA);
  }

  @Override
  public BoundedReader<Row> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  private static final class Reader extends BoundedReader<Row> {

    private final OrderSource source;
    private final String[] keys;
    private final double @Nullable [] shares;
    private long read;
    private @Nullable Row current;

    Reader(OrderSource source) {
      this.source = source;
      this.keys = Customers.keys(source.customers);
      this.shares = source.zipf ? Numbers.zipf(source.customers) : null;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (read == source.records) {
        current = null;
        return false;
      }
      double[] zipf = shares;
      if (read == 1 && zipf == null) {
        awaitFirst();
      }
      int customer = zipf == null ? Numbers.even(read, keys.length) : Numbers.drawn(read, zipf);
      current = Orders.row(read, keys[customer]);
      read++;
      return true;
    }

    private static void awaitFirst() {
      try {
        FirstRecord.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the first record was under way", e);
      }
    }

    @Override
    public Row getCurrent() {
      Row row = current;
      if (row == null) {
        throw new NoSuchElementException("start() or advance() must have been true");
      }
      return row;
    }

    @Override
    public void close() {}

    @Override
    public OrderSource getCurrentSource() {
      return source;
    }
  }
}
