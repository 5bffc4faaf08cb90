package io.summerbeam.samples.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the job must make of the lines of a topic, in plain Java. */
final class OrdersReference {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The ids of the orders that can be. */
  final Set<String> orders = new TreeSet<>();

  /** {@code category|day}, and behind it {@code orders|revenue}. */
  final Map<String, String> revenue = new TreeMap<>();

  /** How many there are of each reason. */
  final Map<String, Long> dead = new TreeMap<>();

  long duplicates;

  private final Map<String, Product> products = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, BigDecimal> sums = new HashMap<>();

  OrdersReference(List<String> lines, long seed) {
    Catalog.of(seed).products().forEach(product -> products.put(product.id(), product));
    Set<JsonNode> seen = new HashSet<>();
    for (String line : lines) {
      add(line, seen);
    }
    counts.forEach(
        (group, count) -> revenue.put(group, count + "|" + sums.get(group).toPlainString()));
  }

  private void add(String line, Set<JsonNode> seen) {
    JsonNode order;
    try {
      order = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      dead.merge("malformed", 1L, Long::sum);
      return;
    }
    long quantity = order.get("quantity").longValue();
    Product product = products.get(order.get("product_id").textValue());
    if (quantity < 1 || !CardNumber.isValid(order.get("card").textValue())) {
      dead.merge("expectation_failed", 1L, Long::sum);
    } else if (!seen.add(order)) {
      duplicates++;
    } else if (product == null) {
      dead.merge("lookup_miss", 1L, Long::sum);
    } else {
      orders.add(order.get("order_id").textValue());
      String group = product.category() + "|" + order.get("placed_at").textValue().substring(0, 10);
      counts.merge(group, 1L, Long::sum);
      sums.merge(group, product.price().multiply(BigDecimal.valueOf(quantity)), BigDecimal::add);
    }
  }
}
