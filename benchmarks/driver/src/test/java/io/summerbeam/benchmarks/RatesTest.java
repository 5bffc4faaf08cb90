package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import org.junit.Test;

public class RatesTest {

  @Test
  public void rates_areOfOneMoreRecord_andSecondsOfTheLargestSize() {
    Comparison comparison = Fakes.comparison(0);
    Report report = Rates.with(ComparisonReport.of(comparison), comparison.arms());
    assertThat(
        report.text(),
        containsString("beam-x          6,000     0.01       0.10  0.09  0.11  10,000,000"));
    assertThat(report.json().path("rates").path(0).path("records_per_second").asDouble(), is(1e7));
    assertThat(
        report.json().path("rates").path(0).path("records_per_second_and_core").asDouble(),
        is(5e6));
  }
}
