package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.values.Row;

/**
 * What is taken of a customer.
 *
 * @param name in full
 * @param points as an object, which is what a Row wants
 */
record Customer(String name, Long points) implements Serializable {

  static Customer of(Row row) {
    return new Customer(row.getValue(1), row.getValue(2));
  }

  /** So many of them by their keys. */
  static Map<String, Customer> map(int customers) {
    Map<String, Customer> map = new HashMap<>();
    for (int i = 0; i < customers; i++) {
      map.put(Customers.key(i), new Customer(Customers.name(i), Customers.points(i)));
    }
    return map;
  }
}
