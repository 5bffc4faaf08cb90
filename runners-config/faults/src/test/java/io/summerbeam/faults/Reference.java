package io.summerbeam.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be in the sinks, computed in memory from what was fed.
 *
 * @param orders each order that is checked and enriched: its id, region and amount
 * @param revenue by region and start of the window: how many orders, and the sum of their amounts
 * @param dead the ids of the orders that are dead letters, by reason
 */
record Reference(
    Map<String, String> orders, Map<String, String> revenue, Map<String, Set<String>> dead) {

  static Reference of(List<Order> fed) {
    Map<String, String> orders = new TreeMap<>();
    Map<String, long[]> sums = new TreeMap<>();
    Map<String, Set<String>> dead = new TreeMap<>();
    for (Order order : fed) {
      String reason =
          switch (order.kind()) {
            case MALFORMED -> "malformed";
            case UNKNOWN_CUSTOMER -> "lookup_miss";
            case TOO_LATE -> "late";
            default -> null;
          };
      if (reason != null) {
        dead.computeIfAbsent(reason, unused -> new TreeSet<>()).add(order.id());
      }
      if (order.isOrder()) {
        orders.put(order.id(), order.region() + " " + order.amount());
      }
      if (order.counts()) {
        long[] sum =
            sums.computeIfAbsent(order.region() + "@" + order.windowStart(), unused -> new long[2]);
        sum[0]++;
        sum[1] += order.amount();
      }
    }
    Map<String, String> revenue = new TreeMap<>();
    sums.forEach((key, sum) -> revenue.put(key, sum[0] + " " + sum[1]));
    return new Reference(orders, revenue, dead);
  }

  /** The same with other dead letters. */
  Reference withDead(Map<String, Set<String>> others) {
    return new Reference(orders, revenue, others);
  }
}
