package io.summerbeam.benchmarks.enrich.lookup;

import java.sql.SQLException;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Asks for each record's customer, and waits. */
final class BlockingFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private final String url;
  private transient @Nullable CustomerQuery query;

  BlockingFn(String url) {
    this.url = url;
  }

  @Setup
  public void setup() throws SQLException {
    query = CustomerQuery.connect(url);
  }

  @ProcessElement
  public void process(@Element Row order, OutputReceiver<Row> out) throws SQLException {
    out.output(Objects.requireNonNull(query).enrich(order));
  }

  @Teardown
  public void teardown() throws SQLException {
    if (query != null) {
      query.close();
    }
  }
}
