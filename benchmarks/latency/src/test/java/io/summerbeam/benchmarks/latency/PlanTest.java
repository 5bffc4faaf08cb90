package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class PlanTest {

  @Test
  public void load_isAPartOfTheMaximumOrARate() {
    assertThat(Plan.rate("80%", 200), is(160.0));
    assertThat(Plan.rate("12000.5", 200), is(12000.5));
    assertThat(Plan.of(1, 1, "50%,7").loads(), is(List.of("50%", "7")));
  }

  @Test
  public void noLoad_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Plan.of(1, 1, "50%,fast")).getMessage(),
        is("A load must be a percentage as 50%, or records a second as 12000, but was: fast"));
    assertThrows(IllegalArgumentException.class, () -> Plan.of(1, 1, "-5"));
    assertThrows(IllegalArgumentException.class, () -> Plan.of(0, 1, "50%"));
  }
}
