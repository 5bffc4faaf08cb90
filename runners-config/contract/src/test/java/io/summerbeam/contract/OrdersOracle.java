package io.summerbeam.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.summerbeam.samples.orders.Catalog;
import io.summerbeam.samples.orders.Customer;
import io.summerbeam.samples.orders.Product;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the orders job must give, computed from the lines that it read with plain Java and Jackson's
 * tree, by none of the code under test but the catalog.
 */
final class OrdersOracle {

  /** Orders and amounts of one category and day. */
  private static final class Group {
    long orders;
    BigDecimal revenue = BigDecimal.ZERO;
    final Set<String> customers = new HashSet<>();
    BigDecimal largest = BigDecimal.ZERO;
    String largestOrder = "";
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code place reason message}, sorted; of a lookup that missed no place. */
  final List<String> dead = new ArrayList<>();

  /** {@code category|day|orders|revenue|customers|largest order}, sorted. */
  final List<String> revenue = new ArrayList<>();

  /** {@code id|placed at|product|quantity|category|price|segment|region|amount}, sorted. */
  final List<String> orders = new ArrayList<>();

  /** Names, addresses, phone and card numbers: nothing of it may be in what is written. */
  final Set<String> personal = new HashSet<>();

  long lines;
  long duplicates;

  private final Map<String, Product> products = new HashMap<>();
  private final Map<String, Customer> customers = new HashMap<>();
  private final Map<String, Group> groups = new TreeMap<>();
  private final Set<JsonNode> seen = new HashSet<>();

  OrdersOracle(Path file, long seed) throws IOException {
    Catalog catalog = Catalog.of(seed);
    catalog.products().forEach(product -> products.put(product.id(), product));
    for (Customer customer : catalog.customers()) {
      customers.put(customer.id(), customer);
      personal.addAll(
          List.of(customer.name(), customer.email(), customer.phone(), customer.card()));
    }
    long offset = 0;
    for (String line : Files.readAllLines(file)) {
      lines++;
      line(line, lines + " at " + offset);
      offset += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    groups.forEach(
        (key, group) ->
            revenue.add(
                String.join(
                    "|",
                    key,
                    Long.toString(group.orders),
                    group.revenue.toPlainString(),
                    Integer.toString(group.customers.size()),
                    group.largestOrder)));
    dead.sort(null);
    orders.sort(null);
  }

  private void line(String line, String place) {
    JsonNode order = order(line);
    if (order == null) {
      dead.add(place + " malformed ");
      return;
    }
    String card = order.get("card").textValue();
    personal.add(card);
    List<String> failed = new ArrayList<>();
    long quantity = order.get("quantity").longValue();
    if (quantity <= 0) {
      failed.add("quantity_positive");
    }
    if (!passesLuhn(card)) {
      failed.add("card_valid");
    }
    if (!failed.isEmpty()) {
      dead.add(place + " expectation_failed expectations failed: " + String.join(", ", failed));
      return;
    }
    if (!seen.add(order)) {
      duplicates++;
      return;
    }
    Product product = products.get(order.get("product_id").textValue());
    if (product == null) {
      // Which of equal orders is let through is not said.
      dead.add(order.get("order_id").textValue() + " lookup_miss ");
      return;
    }
    Customer customer = customers.get(order.get("customer_id").textValue());
    BigDecimal amount = product.price().multiply(BigDecimal.valueOf(quantity));
    String placedAt = order.get("placed_at").textValue();
    orders.add(
        String.join(
            "|",
            order.get("order_id").textValue(),
            placedAt,
            product.id(),
            Long.toString(quantity),
            product.category(),
            product.price().toPlainString(),
            customer.segment(),
            customer.region(),
            amount.toPlainString()));
    Group group =
        groups.computeIfAbsent(
            product.category() + "|" + placedAt.substring(0, 10), key -> new Group());
    group.orders++;
    group.revenue = group.revenue.add(amount);
    group.customers.add(customer.id());
    String id = order.get("order_id").textValue();
    int larger = amount.compareTo(group.largest);
    if (larger > 0 || (larger == 0 && id.compareTo(group.largestOrder) > 0)) {
      group.largest = amount;
      group.largestOrder = id;
    }
  }

  /** The order, or null where the line is none. */
  private static JsonNode order(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static boolean passesLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 1 ? 2 * digit : digit;
      sum += weighed / 10 + weighed % 10;
    }
    return sum % 10 == 0;
  }
}
