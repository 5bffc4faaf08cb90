package io.summerbeam.benchmarks.enrich.changelog;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;

/** Makes the trade or the price that an event is. */
final class EventFn extends DoFn<Long, Row> {

  private static final long serialVersionUID = 1;

  static final TupleTag<Row> TRADES = new TupleTag<>("trades") {};
  static final TupleTag<Row> PRICES = new TupleTag<>("prices") {};

  static final Schema TRADE =
      Schema.builder()
          .addInt64Field("id")
          .addStringField("symbol")
          .addInt64Field("quantity")
          .build();

  static final Schema PRICE_CHANGE =
      Schema.builder().addInt64Field("id").addStringField("symbol").addInt64Field("price").build();

  /** Indexes: of what both have, of a price, and of the price that a trade has met. */
  static final int ID = 0;

  static final int PRICE = 2;
  static final int TAKEN = 3;

  private final long trades;
  private final int symbols;
  private transient Market market = new Market(1, 1);

  EventFn(long trades, int symbols) {
    this.trades = trades;
    this.symbols = symbols;
  }

  @Setup
  public void setup() {
    market = new Market(trades, symbols);
  }

  @ProcessElement
  public void process(@Element Long event, MultiOutputReceiver out) {
    String symbol = market.symbol(event);
    if (market.isPrice(event)) {
      out.get(PRICES)
          .output(
              Row.withSchema(PRICE_CHANGE)
                  .attachValues(Arrays.asList(event, symbol, Market.price(event))));
    } else {
      out.get(TRADES)
          .output(
              Row.withSchema(TRADE)
                  .attachValues(Arrays.asList(event, symbol, Market.quantity(event))));
    }
  }
}
