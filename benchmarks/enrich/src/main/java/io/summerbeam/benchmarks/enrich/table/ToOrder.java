package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;
import io.summerbeam.benchmarks.enrich.FirstRecord;
import io.summerbeam.benchmarks.enrich.Numbers;
import io.summerbeam.benchmarks.enrich.Orders;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Makes the order of a number; the first one waits for the table. */
final class ToOrder extends RichMapFunction<Long, FlinkOrder> {

  private static final long serialVersionUID = 1;

  private final int customers;
  private transient String[] keys = {};

  ToOrder(int customers) {
    this.customers = customers;
  }

  @Override
  public void open(OpenContext context) {
    keys = Customers.keys(customers);
  }

  @Override
  public FlinkOrder map(Long id) throws InterruptedException {
    if (id == 0) {
      FirstRecord.await();
    }
    return new FlinkOrder(
        id,
        keys[Numbers.even(id, keys.length)],
        Orders.amount(id),
        Orders.item(id),
        "Turku",
        (id & 1) == 0);
  }
}
