package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class GrowthTest {

  private static final long START_UP = 5_000_000_000L;

  @Test
  public void linearGrowth_hasTheMarginalExponentZero() {
    Growth growth = growth(20_000, 200_000, 1_000_000);
    assertThat(growth.marginalExponent(), closeTo(0, 1e-9));
    // Start-up is spread over more and more records.
    assertThat(growth.exponent(), lessThan(-0.5));
  }

  @Test
  public void points_areOfEachSize() {
    Growth growth = growth(20_000, 200_000);
    assertThat(growth.points().get(0).seconds(), is(new Spread(5.02, 5.02, 5.02)));
    assertThat(growth.points().get(0).nsPerRecord(), closeTo(251_000, 1e-6));
    assertThat(growth.points().get(0).marginalNs(), is(Double.NaN));
    assertThat(growth.points().get(1).marginalNs(), closeTo(1000, 1e-6));
    assertThat(growth.marginalExponent(), is(Double.NaN));
  }

  @Test
  public void report_hasSizesAndExponents() {
    Report report =
        GrowthReport.of(
            new Heading("growth", Fakes.machine(0), Map.of("rounds", 1), List.of()),
            List.of(growth(20_000, 200_000, 1_000_000)));
    assertThat(report.text(), containsString("a        1    200,000     5.20"));
    JsonNode arm = report.json().path("arms").path(0);
    assertThat(arm.path("ns_per_record").path("median").asDouble(), is(1000.0));
    assertThat(arm.path("marginal_exponent").asDouble(), closeTo(0, 1e-3));
    assertThat(arm.path("growth").path(2).path("seconds").path("median").asDouble(), is(6.0));
    assertThat(report.svg(), containsString("a 1,000,000"));
  }

  private static Growth growth(long... sizes) {
    List<ArmRun> runs = new ArrayList<>();
    for (long size : sizes) {
      runs.add(Fakes.run("a", size, 1, START_UP + size * 1000));
    }
    return Growth.of(ArmResult.of(Fakes.arm("a"), runs));
  }
}
