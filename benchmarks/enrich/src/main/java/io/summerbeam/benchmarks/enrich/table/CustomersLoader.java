package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/**
 * Makes the table.
 *
 * @param customers how many
 */
record CustomersLoader(int customers) implements SnapshotLoader {

  @Override
  public Schema schema() {
    return Customers.SCHEMA;
  }

  @Override
  public void load(Consumer<Row> rows) {
    for (int i = 0; i < customers; i++) {
      rows.accept(Customers.row(i));
    }
  }
}
