package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.enrich.changelog.Market;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KTable;

/** A KStream of trades joined with a KTable of prices; both are keyed by symbol in their topics. */
final class TableJoinTopology {

  static final String TRADES = "trades";
  static final String PRICES = "prices";

  private TableJoinTopology() {}

  /** Builds it; results go to the checksum. */
  static Topology build(Setting setting) {
    StreamsBuilder builder = new StreamsBuilder();
    KTable<String, Long> prices =
        builder.table(PRICES, Consumed.with(Serdes.String(), Serdes.Long()), setting.prices());
    builder.stream(TRADES, Consumed.with(Serdes.String(), new TradeSerde()))
        .join(
            prices,
            (trade, price) -> KeyValue.pair(trade.id(), price),
            Joined.with(Serdes.String(), new TradeSerde(), Serdes.Long()))
        .foreach((symbol, traded) -> Market.traded(traded.key, traded.value));
    return builder.build();
  }
}
