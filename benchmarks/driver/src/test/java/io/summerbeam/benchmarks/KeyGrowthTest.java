package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class KeyGrowthTest {

  private static final long START_UP = 5_000_000_000L;

  @Test
  public void costThatDoubles_hasTheExponentOfIt() {
    KeyGrowth growth = growth(1_000, 500, 4_000, 1_000);
    assertThat(growth.points().get(0).result().ns().median(), closeTo(500, 1e-6));
    assertThat(growth.points().get(1).result().ns().median(), closeTo(1_000, 1e-6));
    assertThat(growth.exponent(), closeTo(0.5, 1e-9));
  }

  @Test
  public void costThatStays_hasTheExponentZero() {
    assertThat(growth(1_000, 500, 1_000_000, 500).exponent(), closeTo(0, 1e-9));
  }

  @Test
  public void report_hasCostsAndExponents() {
    Report report =
        KeysReport.of(
            new Heading("keys", Fakes.machine(0), Map.of("rounds", 1), List.of()),
            List.of(growth(1_000, 500, 4_000, 1_000)));
    assertThat(report.text(), containsString("a    1,000        500"));
    assertThat(report.json().path("exponents").path("a").asDouble(), is(0.5));
    assertThat(report.json().path("arms").path(1).path("keys").asInt(), is(4_000));
    assertThat(report.svg(), containsString("a 4,000 keys"));
  }

  private static KeyGrowth growth(int keys, long ns, int moreKeys, long moreNs) {
    List<ArmRun> runs = new ArrayList<>();
    for (long records : new long[] {1_000_000, 2_000_000}) {
      runs.add(Fakes.run("a@" + keys + "-keys", records, 1, START_UP + records * ns));
      runs.add(Fakes.run("a@" + moreKeys + "-keys", records, 1, START_UP + records * moreNs));
    }
    return KeyGrowth.of(Fakes.arm("a"), List.of(keys, moreKeys), runs);
  }
}
