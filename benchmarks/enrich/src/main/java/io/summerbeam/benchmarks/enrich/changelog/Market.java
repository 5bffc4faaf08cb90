package io.summerbeam.benchmarks.enrich.changelog;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.enrich.Numbers;

/**
 * What happens at a market, a millisecond apart: at first each symbol gets a price, then come
 * trades, and after every fourth a new price. Symbols get new prices in turn, so that no price
 * stands for longer than {@link #longestPriceMillis}.
 *
 * <p>Events come in the order of time, because a join in Kafka Streams takes them as they come.
 */
public final class Market {

  private static final int TRADES_PER_PRICE = 4;
  private static final int ROUND = TRADES_PER_PRICE + 1;
  private static final int PRICES = 100_000;
  private static final int QUANTITIES = 500;

  private final long trades;
  private final int symbols;
  private final String[] names;

  /** A market of so many trades with so many symbols. */
  public Market(long trades, int symbols) {
    if (trades < 1 || symbols < 1) {
      throw new IllegalArgumentException(
          "--records and --keys must be positive, but were: " + trades + " and " + symbols);
    }
    this.trades = trades;
    this.symbols = symbols;
    this.names = new String[symbols];
    for (int i = 0; i < symbols; i++) {
      names[i] = "symbol-" + i;
    }
  }

  /** How many events there are, trades and prices. */
  public long events() {
    return symbols + trades + (trades - 1) / TRADES_PER_PRICE;
  }

  /** Whether an event is a new price. */
  public boolean isPrice(long event) {
    return event < symbols || (event - symbols) % ROUND == TRADES_PER_PRICE;
  }

  /** The symbol of an event. */
  public String symbol(long event) {
    if (event < symbols) {
      return names[(int) event];
    }
    long after = event - symbols;
    return isPrice(event)
        ? names[(int) (after / ROUND % symbols)]
        : names[Numbers.even(event, symbols)];
  }

  /** The price of an event that is one. */
  public static long price(long event) {
    return Numbers.even(event, PRICES);
  }

  /** The quantity of an event that is a trade. */
  public static long quantity(long event) {
    return event % QUANTITIES;
  }

  /** When an event was, in milliseconds. */
  public static long time(long event) {
    return event;
  }

  /** How long a price stands at most. */
  public long longestPriceMillis() {
    return (long) (symbols + 1) * ROUND;
  }

  /** Where a trade ends that has met a price. */
  public static void traded(long event, long price) {
    Checksum.add(Checksum.hash(event, price));
  }
}
