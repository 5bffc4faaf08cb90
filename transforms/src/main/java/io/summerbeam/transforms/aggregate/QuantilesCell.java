package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Quantiles from a histogram. Null is passed over. */
final class QuantilesCell implements Cell {

  private final int index;
  private final List<Double> quantiles;
  private final boolean list;
  private final Histogram histogram = new Histogram();

  QuantilesCell(int index, List<Double> quantiles, boolean list) {
    this.index = index;
    this.quantiles = quantiles;
    this.list = list;
  }

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      histogram.add(value.doubleValue());
    }
  }

  @Override
  public void merge(Cell other) {
    histogram.add(((QuantilesCell) other).histogram);
  }

  @Override
  public @Nullable Object result() {
    if (histogram.isEmpty()) {
      return null;
    }
    List<Double> results = new ArrayList<>();
    for (double quantile : quantiles) {
      results.add(histogram.quantile(quantile));
    }
    return list ? results : results.get(0);
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    histogram.encode(out);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    histogram.decode(in);
  }
}
