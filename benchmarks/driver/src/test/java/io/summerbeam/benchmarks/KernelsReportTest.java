package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class KernelsReportTest {

  // As JMH writes it, without what is not read.
  private static final String JMH =
      """
      [
        {"params": {"arm": "k/by-hand"},
         "primaryMetric": {"score": 50.0, "scoreError": 1.5, "scoreUnit": "ns/op",
           "rawData": [[49.0, 50.0], [50.0, 51.0]]},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 96.0}}},
        {"params": {"arm": "k/ours"},
         "primaryMetric": {"score": 60.0, "scoreError": "NaN", "scoreUnit": "ns/op",
           "rawData": [[60.0], [56.0]]},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 104.0}}},
        {"params": {"arm": "k/theirs"},
         "primaryMetric": {"score": 100.0, "scoreError": 4.0, "scoreUnit": "ns/op",
           "rawData": [[98.0, 100.0], [101.0, 101.0]]},
         "secondaryMetrics": {}}
      ]
      """;

  private static final List<ArmSpec> ARMS =
      List.of(
          Fakes.arm("k/by-hand"),
          Fakes.armAgainst("k/by-hand", "k/ours"),
          Fakes.armAgainst("k/by-hand", "k/theirs"));

  private static Report report() throws BenchException {
    return KernelsReport.of(
        new Heading("kernels", Fakes.machine(0), Map.of("rounds", 2), List.of("A WARNING")),
        KernelResult.parse(JMH, ARMS, 1000, "abc"));
  }

  @Test
  public void text_hasFiguresAndTheRatioOfTheRounds() throws BenchException {
    String text = report().text().replaceAll(" +", " ");
    assertThat(text, containsString("A WARNING"));
    assertThat(text, containsString("k/by-hand 50.0 1.5 96.0 - - - setting of k/by-hand"));
    assertThat(text, containsString("k/ours 60.0 - 104 1.16 1.11 1.21 setting of k/ours"));
    assertThat(text, containsString("k/theirs 100 4.0 - 2.00 2.00 2.00 setting of k/theirs"));
  }

  @Test
  public void json_hasTheRawIterationsOfEachRound() throws BenchException {
    JsonNode arms = report().json().path("arms");
    JsonNode byHand = arms.get(0);
    assertThat(byHand.path("name").asText(), equalTo("k/by-hand"));
    assertThat(byHand.path("ns_per_record").path("min").asDouble(), closeTo(49, 1e-9));
    assertThat(byHand.path("ns_per_record").path("median").asDouble(), closeTo(50, 1e-9));
    assertThat(byHand.path("ns_per_record").path("max").asDouble(), closeTo(51, 1e-9));
    assertThat(byHand.path("error_ns_per_record").asDouble(), closeTo(1.5, 1e-9));
    assertThat(byHand.path("bytes_per_record").asDouble(), closeTo(96, 1e-9));
    assertThat(byHand.path("rounds").toString(), equalTo("[[49.0,50.0],[50.0,51.0]]"));
    assertThat(arms.get(1).path("times_by_hand").asDouble(), closeTo(1.161, 1e-9));
    assertThat(arms.get(1).path("records").asLong(), equalTo(1000L));
    assertThat(arms.get(1).path("checksum").asText(), equalTo("abc"));
    assertThat(arms.get(2).path("bytes_per_record").isNull(), equalTo(true));
  }

  @Test
  public void svg_hasABarForEachArm() throws BenchException {
    String svg = report().svg();
    for (ArmSpec arm : ARMS) {
      assertThat(svg, containsString(">" + arm.name() + "<"));
    }
  }

  @Test
  public void missingArm_isRefused() {
    assertThat(refusal(JMH, List.of(Fakes.arm("k/nobody"))), containsString("arm k/nobody"));
  }

  @Test
  public void otherUnit_isRefused() {
    assertThat(refusal(JMH.replace("ns/op", "us/op"), ARMS), containsString("in 'us/op'"));
  }

  @Test
  public void noJson_isRefused() {
    assertThat(refusal("[", ARMS), containsString("must be JSON"));
  }

  private static String refusal(String jmh, List<ArmSpec> arms) {
    return assertThrows(BenchException.class, () -> KernelResult.parse(jmh, arms, 1000, "abc"))
        .getMessage();
  }
}
