package io.summerbeam.samples.orders;

import io.summerbeam.sdk.json.RowJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Orders as a shop may send them: with personal data, some of them bad, some sent twice, and out of
 * order. Equal catalogs and seeds give equal orders.
 *
 * <p>Of a thousand lines, about 5 each are cut off, have a quantity that is not positive, a product
 * that does not exist, or a card number that is not valid; 20 are exact copies of one of the 100
 * lines before; a tenth of the orders comes up to six hours late.
 */
final class OrderGenerator {

  private static final int BAD_OF_EACH_KIND_PER_MILLE = 5;
  private static final int COPIES_PER_MILLE = 20;
  private static final int LATE_PERCENT = 10;
  private static final int LATE_SECONDS = 6 * 60 * 60;
  private static final int COPIED_FROM = 100;
  private static final LocalDateTime START = LocalDateTime.of(2026, 3, 2, 6, 0);
  private static final int DAYS = 14;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final List<Product> products;
  private final List<Customer> customers;
  private final Random random;

  OrderGenerator(Catalog catalog, long seed) {
    this.products = catalog.products();
    this.customers = catalog.customers();
    // Not the numbers that the catalog is made of.
    this.random = new Random(~seed);
  }

  /** Makes so many lines, and gives them away one by one. */
  void generate(int lines, Taker taker) throws IOException {
    GeneratedOrder[] latest = new GeneratedOrder[COPIED_FROM];
    for (int i = 0; i < lines; i++) {
      boolean copied = i > 0 && random.nextInt(1000) < COPIES_PER_MILLE;
      GeneratedOrder order =
          copied
              ? latest[random.nextInt(Math.min(i, COPIED_FROM))].copy()
              : order(i, (double) i / lines);
      latest[i % COPIED_FROM] = order;
      taker.take(order);
    }
  }

  /** Who is given the lines. */
  @FunctionalInterface
  interface Taker {
    void take(GeneratedOrder order) throws IOException;
  }

  /**
   * @param passed the part of the time that has passed, from 0 to 1
   */
  private GeneratedOrder order(int number, double passed) {
    int kind = random.nextInt(1000) / BAD_OF_EACH_KIND_PER_MILLE;
    Customer customer = customers.get(random.nextInt(customers.size()));
    Product product = products.get(random.nextInt(products.size()));
    long quantity = 1L + random.nextInt(9);
    String id = String.format(Locale.ROOT, "O-%08d", number);
    LocalDateTime inOrder = START.plusSeconds((long) (passed * DAYS * 24 * 60 * 60));
    boolean late = random.nextInt(100) < LATE_PERCENT;
    LocalDateTime placedAt = late ? inOrder.minusSeconds(random.nextInt(LATE_SECONDS)) : inOrder;
    byte[] bytes =
        RowJson.toBytesLenient(
            Row.withSchema(OrdersPipeline.ORDER)
                .addValues(
                    id,
                    TIME.format(placedAt),
                    customer.id(),
                    customer.name(),
                    customer.email(),
                    kind == 0 ? CardNumber.spoilt(customer.card()) : customer.card(),
                    kind == 1 ? product.id().replace("P-", "P-9") : product.id(),
                    kind == 2 ? 1 - quantity : quantity,
                    note(customer))
                .build());
    return new GeneratedOrder(
        id,
        placedAt.toInstant(ZoneOffset.UTC).toEpochMilli(),
        new String(
            bytes,
            0,
            kind == 3 ? 20 + random.nextInt(bytes.length - 21) : bytes.length,
            StandardCharsets.UTF_8),
        kind <= 3,
        late,
        false);
  }

  private @Nullable String note(Customer customer) {
    return switch (random.nextInt(8)) {
      case 0 -> "Please call " + customer.phone() + " before you come.";
      case 1 -> "Send the \"invoice\" to " + customer.email() + ", not to the old address.";
      case 2 -> "If nobody is there: " + customer.phone() + " or " + customer.email();
      case 3 -> "The last one was charged twice to " + customer.card() + ".";
      case 4 -> "It is a present, please wrap it.";
      default -> null;
    };
  }
}
