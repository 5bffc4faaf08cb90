package io.summerbeam.benchmarks.enrich.changelog;

import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.EnrichFromChangelog;
import java.time.Duration;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** How trades meet prices. */
public enum Joining {
  /** They do not: what it costs to read both. */
  NOTHING {
    @Override
    void join(PCollection<Row> trades, PCollection<Row> prices, Market market) {
      trades.apply("Checksum", ParDo.of(new ChecksumFn(EventFn.ID)));
      prices.apply("Prices", ParDo.of(new ChecksumFn(EventFn.PRICE)));
    }
  },

  /** By state and timers. */
  STATE {
    @Override
    void join(PCollection<Row> trades, PCollection<Row> prices, Market market) {
      trades.apply(enrich(prices)).apply("Checksum", ParDo.of(new ChecksumFn(EventFn.TAKEN)));
    }
  },

  /** By a GroupByKey in windows as long as a price stands. */
  WINDOWS {
    @Override
    void join(PCollection<Row> trades, PCollection<Row> prices, Market market) {
      Duration longest = Duration.ofMillis(market.longestPriceMillis());
      trades
          .apply(enrich(prices).withTtl(longest.plusMillis(1)).inWindows(longest))
          .apply("Checksum", ParDo.of(new ChecksumFn(EventFn.TAKEN)));
    }
  };

  abstract void join(PCollection<Row> trades, PCollection<Row> prices, Market market);

  private static EnrichFromChangelog enrich(PCollection<Row> prices) {
    return Enrich.fromChangelog(prices).on("symbol").take("price");
  }
}
