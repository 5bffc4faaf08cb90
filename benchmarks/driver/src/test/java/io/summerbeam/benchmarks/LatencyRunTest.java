package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Properties;
import org.junit.Test;

public class LatencyRunTest {

  @Test
  public void report_isRead() throws Exception {
    LatencyRun run = LatencyRun.of(Fakes.arm("x"), 2, List.of("50%"), report());
    assertThat(run.maximum(), is(2000.0));
    assertThat(run.before(), is(1900.0));
    assertThat(run.checkpoints(), is(7L));
    LoadRun load = run.load("50%");
    assertThat(load.rate(), is(1000.0));
    assertThat(load.record(), is(new Percentiles(10, 1, 2, 3, 4, "HIST")));
    assertThat(load.result().count(), is(0L));
  }

  @Test
  public void load_isKeptUpWith_ifAlmostAllComesOut() throws Exception {
    Properties report = report();
    assertThat(run(report).load("50%").keptUp(), is(true));
    report.setProperty("load.0.achieved", "979");
    assertThat(run(report).load("50%").keptUp(), is(false));
  }

  @Test
  public void missingFigure_isSaid() {
    Properties report = report();
    report.remove("load.0.record.p99.9");
    assertThat(
        assertThrows(BenchException.class, () -> run(report)).getMessage(),
        is("no result: arm x reported: no load.0.record.p99.9"));
  }

  @Test
  public void noCheckpoint_isNoResult() {
    Properties report = report();
    report.setProperty("checkpoints", "0");
    assertThat(
        assertThrows(BenchException.class, () -> run(report)).getMessage(),
        is("no result: arm x must complete checkpoints, but there was none"));
  }

  private static LatencyRun run(Properties report) throws BenchException {
    return LatencyRun.of(Fakes.arm("x"), 1, List.of("50%"), report);
  }

  private static Properties report() {
    Properties report = new Properties();
    report.setProperty("maximum", "2000");
    report.setProperty("before", "1900");
    report.setProperty("records", "5000");
    report.setProperty("checkpoints", "7");
    report.setProperty("checksum", "1:a");
    report.setProperty("load.0.rate", "1000");
    report.setProperty("load.0.achieved", "981");
    for (String what : List.of("record", "result")) {
      String name = "load.0." + what + ".";
      report.setProperty(name + "count", what.equals("record") ? "10" : "0");
      report.setProperty(name + "p50", "1");
      report.setProperty(name + "p99", "2");
      report.setProperty(name + "p99.9", "3");
      report.setProperty(name + "max", "4");
      report.setProperty(name + "histogram", "HIST");
    }
    return report;
  }
}
