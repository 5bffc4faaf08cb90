package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.enrich.Customers;

/**
 * A customer in Flink.
 *
 * @param key what orders know it by
 * @param name in full
 * @param points of the customer
 */
public record FlinkCustomer(String key, String name, long points) {

  static FlinkCustomer of(long number) {
    return new FlinkCustomer(
        Customers.key(number), Customers.name(number), Customers.points(number));
  }
}
