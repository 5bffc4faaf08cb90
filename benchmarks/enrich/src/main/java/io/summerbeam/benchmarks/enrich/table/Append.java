package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Orders;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.values.Row;

/** An order with name and points of its customer, as well as one can by hand. */
final class Append {

  private Append() {}

  static Row customer(Row order, Map<String, Customer> customers) {
    Customer customer = customers.get(order.<String>getValue(Orders.CUSTOMER));
    if (customer == null) {
      throw new IllegalStateException("there is no such customer");
    }
    Object[] values = order.getValues().toArray(new Object[Orders.FIELDS + 2]);
    values[Orders.NAME] = customer.name();
    values[Orders.POINTS] = customer.points();
    return Row.withSchema(Orders.ENRICHED).attachValues(Arrays.asList(values));
  }
}
