package io.summerbeam.benchmarks.enrich.changelog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.enrich.FlinkArm;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

/** Each arm gives each trade the price that its symbol had then. */
public class ChangelogArmTest {

  private static final int TRADES = 3_001;
  private static final int SYMBOLS = 70;

  @Test
  public void state_givesEachTradeThePriceOfItsTime() throws Exception {
    assertThat(checksum(Joining.STATE), is(expected()));
  }

  @Test
  public void windows_giveEachTradeThePriceOfItsTime() throws Exception {
    assertThat(checksum(Joining.WINDOWS), is(expected()));
  }

  private static String checksum(Joining joining) throws Exception {
    return FlinkArm.beam(
            ChangelogArm.class,
            "--records=" + TRADES,
            "--keys=" + SYMBOLS,
            "--joining=" + joining.name())
        .getProperty("checksum");
  }

  private static String expected() {
    Market market = new Market(TRADES, SYMBOLS);
    Map<String, Long> prices = new HashMap<>();
    ResultSum sum = new ResultSum();
    for (long event = 0; event < market.events(); event++) {
      if (market.isPrice(event)) {
        prices.put(market.symbol(event), Market.price(event));
      } else {
        sum.add(Checksum.hash(event, prices.get(market.symbol(event))));
      }
    }
    return sum.text();
  }
}
