package io.summerbeam.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An order of the stream.
 *
 * @param placed its event time, in milliseconds since 1970
 */
record Order(String id, long customer, long amount, long placed, Kind kind) {

  /** What is to become of an order. */
  enum Kind {
    /** Goes into all sinks. */
    GOOD,
    /** As good, in a window that has had its result and is open still. */
    LATE_BUT_ALLOWED,
    /** The second one of an order that was good. */
    DUPLICATE,
    /** Its amount is no number: a dead letter {@code malformed}. */
    MALFORMED,
    /** Its customer is in no table: a dead letter {@code lookup_miss}. */
    UNKNOWN_CUSTOMER,
    /** Its window is closed: a dead letter {@code late}, behind the sinks of orders. */
    TOO_LATE,
    /** Makes the watermark pass all others; its own window has no result. */
    LAST
  }

  static final int CUSTOMERS = 1_000;
  static final int REGIONS = 10;
  static final long WINDOW_MILLIS = 60_000;

  /** So much event time the orders of a stream take. */
  static final long SPAN_MILLIS = 60 * WINDOW_MILLIS;

  /** How much a watermark is behind the latest order of a partition. */
  static final long OUT_OF_ORDER_MILLIS = WINDOW_MILLIS / 2;

  /** So long a window takes late orders. */
  static final long ALLOWED_LATENESS_MILLIS = 2 * SPAN_MILLIS;

  private static final long LATE_MILLIS = 10 * WINDOW_MILLIS;

  /** The one window of those that are too late is so long before the others. */
  private static final long OLD_MILLIS = 5 * SPAN_MILLIS;

  private static final int DUPLICATE_AFTER = 50;

  // Of a thousand orders.
  private static final int MALFORMED = 10;
  private static final int UNKNOWN = 5;
  private static final int TOO_LATE = 10;
  private static final int LATE = 10;
  private static final int DUPLICATES = 20;

  String region() {
    return "region-" + customer % REGIONS;
  }

  long windowStart() {
    return Math.floorDiv(placed, WINDOW_MILLIS) * WINDOW_MILLIS;
  }

  /** Whether it is to be among the orders that were checked and enriched. */
  boolean isOrder() {
    return kind != Kind.MALFORMED && kind != Kind.UNKNOWN_CUSTOMER && kind != Kind.DUPLICATE;
  }

  /** Whether it is to be in the result of its window. */
  boolean counts() {
    return isOrder() && kind != Kind.TOO_LATE && kind != Kind.LAST;
  }

  String json() {
    return "{\"order_id\":\""
        + id
        + "\",\"customer\":"
        + customer
        + ",\"amount\":"
        + (kind == Kind.MALFORMED ? "\"" + amount + " EUR\"" : amount)
        + ",\"placed\":"
        + placed
        + "}";
  }

  /**
   * A stream of about so many orders. First comes one of each region long before all others, whose
   * window is closed by those that follow; in the first eighth nothing is late.
   *
   * @param start the event time of the first, but for those of the old window
   */
  static List<Order> stream(int count, long start, long seed) {
    Random random = new Random(seed);
    List<Order> stream = new ArrayList<>();
    for (int i = 0; i < REGIONS; i++) {
      stream.add(new Order("old-" + i, i, 100, start - OLD_MILLIS, Kind.GOOD));
    }
    List<Order> again = new ArrayList<>();
    for (int i = 0; i < count - REGIONS; i++) {
      long time = start + i * SPAN_MILLIS / count;
      Order order = order(i, time, start, i < count / 8, random);
      stream.add(order);
      again.add(
          order.kind == Kind.GOOD && random.nextInt(1000) < DUPLICATES
              ? new Order(order.id, order.customer, order.amount, order.placed, Kind.DUPLICATE)
              : null);
      Order duplicate = i < DUPLICATE_AFTER ? null : again.get(i - DUPLICATE_AFTER);
      if (duplicate != null) {
        stream.add(duplicate);
      }
    }
    return stream;
  }

  private static Order order(int number, long time, long start, boolean first, Random random) {
    long customer = random.nextInt(CUSTOMERS);
    long amount = 1L + random.nextInt(10_000);
    Kind kind = kind(random.nextInt(1000));
    boolean tooEarly = kind == Kind.LATE_BUT_ALLOWED && time - LATE_MILLIS < start;
    if (tooEarly || (first && kind == Kind.TOO_LATE)) {
      kind = Kind.GOOD;
    }
    long placed =
        switch (kind) {
          case LATE_BUT_ALLOWED -> time - LATE_MILLIS;
          case TOO_LATE -> start - OLD_MILLIS;
          default -> time;
        };
    return new Order(
        "order-" + number,
        kind == Kind.UNKNOWN_CUSTOMER ? customer + CUSTOMERS : customer,
        amount,
        placed,
        kind);
  }

  private static Kind kind(int chance) {
    int end = MALFORMED;
    if (chance < end) {
      return Kind.MALFORMED;
    }
    end += UNKNOWN;
    if (chance < end) {
      return Kind.UNKNOWN_CUSTOMER;
    }
    end += TOO_LATE;
    if (chance < end) {
      return Kind.TOO_LATE;
    }
    end += LATE;
    return chance < end ? Kind.LATE_BUT_ALLOWED : Kind.GOOD;
  }

  /** The same with an amount that is a number. */
  Order mended(long newAmount) {
    return new Order(id, customer, newAmount, placed, Kind.GOOD);
  }

  /** The same, of which something else is to become. */
  Order withKind(Kind other) {
    return new Order(id, customer, amount, placed, other);
  }
}
