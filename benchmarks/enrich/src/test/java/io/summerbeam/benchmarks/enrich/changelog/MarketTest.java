package io.summerbeam.benchmarks.enrich.changelog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class MarketTest {

  @Test
  public void events_arePricesOfAllSymbols_thenTradesWithAPriceAfterEveryFourth() {
    Market market = new Market(9, 2);
    List<Boolean> prices = new ArrayList<>();
    for (long event = 0; event < market.events(); event++) {
      prices.add(market.isPrice(event));
    }
    assertThat(
        prices,
        contains(
            true, true, false, false, false, false, true, false, false, false, false, true, false));
  }

  @Test
  public void events_haveAsManyTradesAsWereAskedFor() {
    for (int trades = 1; trades < 20; trades++) {
      Market market = new Market(trades, 3);
      int found = 0;
      for (long event = 0; event < market.events(); event++) {
        found += market.isPrice(event) ? 0 : 1;
      }
      assertThat(found, is(trades));
    }
  }

  @Test
  public void prices_standNoLongerThanTheLongest() {
    Market market = new Market(1_000, 7);
    Map<String, Long> since = new HashMap<>();
    for (long event = 0; event < market.events(); event++) {
      Long before = since.get(market.symbol(event));
      if (before != null) {
        assertThat(Market.time(event) - before, lessThanOrEqualTo(market.longestPriceMillis()));
      }
      if (market.isPrice(event)) {
        since.put(market.symbol(event), Market.time(event));
      }
    }
  }
}
