package io.summerbeam.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What JMH has found out of an arm.
 *
 * @param arm which
 * @param ns a record, the mean of all iterations of all rounds
 * @param error how far the true mean may be from it, at 99.9% confidence; {@code NaN} of one
 *     iteration
 * @param bytes allocated a record
 * @param records in a bundle
 * @param checksum of what it put out, which is what the other arms of its kernel put out
 * @param rounds the iterations of each round, ns a record
 */
record KernelResult(
    ArmSpec arm,
    double ns,
    double error,
    double bytes,
    long records,
    String checksum,
    List<List<Double>> rounds) {

  private static final ObjectMapper JSON = new ObjectMapper();

  KernelResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * Reads JMH's JSON.
   *
   * @param arms those that were measured
   * @param records in a bundle
   * @param checksum of their outputs
   * @throws BenchException if it is not the result of just these
   */
  static List<KernelResult> parse(String jmh, List<ArmSpec> arms, long records, String checksum)
      throws BenchException {
    JsonNode all;
    try {
      all = JSON.readTree(jmh);
    } catch (JsonProcessingException e) {
      throw new BenchException("JMH's result must be JSON, but is not: " + e.getOriginalMessage());
    }
    List<KernelResult> results = new ArrayList<>();
    for (ArmSpec arm : arms) {
      JsonNode found = null;
      for (JsonNode each : all) {
        if (each.path("params").path("arm").asText().equals(arm.name())) {
          found = each;
        }
      }
      if (found == null) {
        throw new BenchException("JMH's result must have arm " + arm.name() + ", but has not");
      }
      results.add(of(arm, found, records, checksum));
    }
    return results;
  }

  private static KernelResult of(ArmSpec arm, JsonNode json, long records, String checksum)
      throws BenchException {
    JsonNode time = json.path("primaryMetric");
    if (!time.path("scoreUnit").asText().equals("ns/op")) {
      throw new BenchException(
          "JMH's result must be in ns/op, but that of arm "
              + arm.name()
              + " is in '"
              + time.path("scoreUnit").asText()
              + "'");
    }
    List<List<Double>> rounds = new ArrayList<>();
    for (JsonNode round : time.path("rawData")) {
      List<Double> iterations = new ArrayList<>();
      round.forEach(iteration -> iterations.add(iteration.asDouble()));
      rounds.add(iterations);
    }
    return new KernelResult(
        arm,
        time.path("score").asDouble(Double.NaN),
        time.path("scoreError").asDouble(Double.NaN),
        json.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN),
        records,
        checksum,
        rounds);
  }

  /** The iterations of all rounds. */
  Spread spread() {
    return Spread.of(rounds.stream().flatMap(List::stream).toList());
  }
}
