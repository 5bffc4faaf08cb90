package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class LatencyReportTest {

  private static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0, "");

  @Test
  public void text_hasMedianAndSpreadOfTheRounds() {
    String text = report().text();
    assertThat(
        text,
        matchesPattern(
            "(?s).*\nbeam-x +50% +1,000 +5.0 +50.0 +40.0 +60.0 +500 +5,000  NO, not in 1 of 3 rounds:"
                + " 90.0%\n.*"));
    assertThat(text, matchesPattern("(?s).*\\nnothing-x +50%.*"));
  }

  @Test
  public void maxima_haveWhatWasTakenBefore() {
    assertThat(
        report().text(), matchesPattern("(?s).*\nbeam-x +2,000 +2,000 +2,000 +1,900 +15,000 .*"));
  }

  @Test
  public void armWithoutResults_hasNoLatencyOfThem() {
    String text = report().text();
    assertThat(text.substring(text.indexOf("Result:")), not(containsString("nothing-x")));
    assertThat(report().json().at("/arms/1/loads/0/result_ms").isMissingNode(), is(true));
  }

  @Test
  public void json_hasMediansAndRawFigures() {
    JsonNode arm = report().json().at("/arms/0");
    assertThat(arm.at("/loads/0/record_ms/p99/median").asDouble(), is(50.0));
    assertThat(arm.at("/loads/0/rounds_behind").asInt(), is(1));
    assertThat(arm.at("/runs/2/loads/0/record/p99_us").asLong(), is(60_000L));
    assertThat(arm.at("/runs/0/loads/0/record/histogram").asText(), is("HIST"));
  }

  @Test
  public void plot_hasABarForEachLoad() {
    assertThat(report().svg(), containsString("record, nothing-x at 50%"));
    assertThat(report().svg(), containsString("result, beam-x at 50%"));
  }

  private static Report report() {
    List<LatencyRun> runs =
        List.of(
            run("beam-x", 1, 40, 1000),
            run("beam-x", 2, 50, 1000),
            run("beam-x", 3, 60, 900),
            run("nothing-x", 1, 1, 1000));
    return LatencyReport.of(
        new Heading("latency", Fakes.machine(0), Map.of("rounds", 3), List.of()),
        List.of(
            LatencyResult.of(Fakes.arm("beam-x"), runs),
            LatencyResult.of(Fakes.arm("nothing-x"), runs)));
  }

  private static LatencyRun run(String arm, int round, long millis, double achieved) {
    long p99 = millis * 1000;
    Percentiles late = new Percentiles(9, p99 / 10, p99, p99 * 10, p99 * 100, "HIST");
    return new LatencyRun(
        arm,
        round,
        2000,
        1900,
        5000,
        4,
        "1:a",
        List.of(new LoadRun("50%", 1000, achieved, late, arm.equals("nothing-x") ? NONE : late)));
  }
}
