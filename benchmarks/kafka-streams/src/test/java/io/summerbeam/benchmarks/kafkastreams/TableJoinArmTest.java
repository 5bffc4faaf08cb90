package io.summerbeam.benchmarks.kafkastreams;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.ArmProcess;
import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.enrich.changelog.Market;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The arm gives each trade the price that its symbol had then, in both settings. */
public class TableJoinArmTest {

  private static final int TRADES = 30_001;
  private static final int SYMBOLS = 70;

  @Test
  public void defaultSetting_givesEachTradeThePriceOfItsTime() throws Exception {
    assertThat(checksum("default"), is(expected()));
  }

  @Test
  public void tunedSetting_givesEachTradeThePriceOfItsTime() throws Exception {
    assertThat(checksum("tuned"), is(expected()));
  }

  private static String checksum(String setting) throws Exception {
    // Surefire hands its own class path on in a jar; the property has the real one.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return ArmProcess.run(
            List.of("-Xmx512m"),
            classPath,
            TableJoinArm.class.getName(),
            List.of("--records=" + TRADES, "--keys=" + SYMBOLS, "--setting=" + setting))
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
