package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.Test;

public class ExponentsTest {

  @Test
  public void exponents_areBesideTheReport() {
    List<ArmRun> runs =
        List.of(
            Fakes.run("a@1000-keys", 1_000_000, 1, 35_000_000),
            Fakes.run("a@1000000-keys", 1_000_000, 1, 141_000_000));
    Report report =
        Exponents.with(
            ComparisonReport.of(Fakes.comparison(0)),
            List.of(KeyGrowth.of(Fakes.arm("a"), List.of(1_000, 1_000_000), runs)));
    assertThat(report.text(), containsString("a                   0.20  1,000, 1,000,000"));
    assertThat(report.json().path("exponents").path("a").asDouble(), closeTo(0.2, 0.005));
  }

  @Test
  public void withoutGrowth_theReportStays() {
    Report report = ComparisonReport.of(Fakes.comparison(0));
    assertThat(Exponents.with(report, List.of()), is(report));
  }
}
