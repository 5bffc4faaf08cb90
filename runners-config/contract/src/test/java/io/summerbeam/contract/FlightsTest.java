package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.summerbeam.contract.RunnerProcess.Runner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * {@code ./summerbeam run flights} on each runner, against the table computed from the raw files.
 */
@RunWith(Parameterized.class)
public class FlightsTest {

  private static final Path DATA = RunnerProcess.HOME.resolve("samples/data/flights");
  private static final Path AIRPORTS = DATA.resolve("airports.csv");

  /** The lines of the first runner's result, for the others to be equal to. */
  private static List<String> firstLines;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Runner runner;

  public FlightsTest(Runner runner) {
    this.runner = runner;
  }

  @Parameters(name = "{0}")
  public static Object[] runners() {
    return Runner.values();
  }

  @Test
  public void realFlights_tableIsExact_andNothingIsLost() throws Exception {
    FlightsOracle oracle = new FlightsOracle(DATA.resolve("flights.jsonl"), AIRPORTS);

    FlightsRun run = FlightsRun.of(runner, folder.getRoot().toPath(), null);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    check(run, oracle);
    assertThat(oracle.records, equalTo(20000L));
    List<String> sorted = run.lines().stream().sorted().toList();
    if (firstLines == null) {
      firstLines = sorted;
    }
    assertThat("the same bytes on each runner", sorted, equalTo(firstLines));
  }

  @Test
  public void dirtyFlights_eachBadRecordIsOneDeadLetter() throws Exception {
    Path input = folder.newFile("dirty.jsonl").toPath();
    Files.write(input, DirtyFlights.bytes());
    FlightsOracle oracle = new FlightsOracle(input, AIRPORTS);

    FlightsRun run = FlightsRun.of(runner, folder.getRoot().toPath(), input);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    check(run, oracle);
    assertThat(reasons(run).keySet(), equalTo(DirtyFlights.REASONS));
    for (String stream : List.of(run.ended().out(), run.ended().err())) {
      assertThat(stream, not(containsString(DirtyFlights.SECRET)));
    }
  }

  @Test
  public void emptyFile_endsWellAndLeavesNoLines() throws Exception {
    Path input = folder.newFile("empty.jsonl").toPath();

    FlightsRun run = FlightsRun.of(runner, folder.getRoot().toPath(), input);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    assertThat(run.lines(), equalTo(List.of()));
    assertThat(run.deadLetters(), equalTo(List.of()));
  }

  @Test
  public void airportTwice_failsWithOneClearLine() throws Exception {
    Path airports = folder.newFile("airports.csv").toPath();
    Files.writeString(airports, "iata,city,state\nDTW,Detroit,MI\nDTW,Detroit,MI\n");

    RunnerProcess.Ended ended =
        new RunnerProcess(runner)
            .run(
                folder.getRoot().toPath(),
                "io.summerbeam.samples.Main",
                "run",
                "flights",
                "--runner=" + runner.option,
                "--airports=" + airports);

    assertThat(ended.err(), ended.exitCode(), equalTo(1));
    assertThat(ended.err(), containsString("must be unique in the table"));
    assertThat(ended.err(), not(containsString("\tat ")));
  }

  private void check(FlightsRun run, FlightsOracle oracle) throws Exception {
    List<String> expected = new ArrayList<>(oracle.results.values());
    expected.sort(null);
    assertThat(run.results(), equalTo(expected));
    assertThat(described(run), equalTo(described(oracle)));
    long aggregated = 0;
    for (String result : run.results()) {
      aggregated += Long.parseLong(result.split("\\|")[3]);
    }
    assertThat(
        "in = aggregated + dropped + dead letters",
        aggregated + oracle.dropped + run.deadLetters().size(),
        equalTo(oracle.records));
  }

  private static List<String> described(FlightsOracle oracle) {
    return oracle.dead.stream()
        .map(d -> d.offset() + " " + d.reason() + " " + d.message() + " " + hex(d.payload()))
        .sorted()
        .toList();
  }

  /** Each dead letter by place, reason and bytes; the message where the job promises its words. */
  private static List<String> described(FlightsRun run) {
    List<String> all = new ArrayList<>();
    for (JsonNode letter : run.deadLetters()) {
      String reason = letter.get("reason").textValue();
      String message = reason.equals("expectation_failed") ? letter.get("message").textValue() : "";
      all.add(
          letter.get("source").get("offset").longValue()
              + " "
              + reason
              + " "
              + message
              + " "
              + hex(FlightsRun.payload(letter)));
      assertThat(letter.get("source").get("file").textValue(), containsString(".jsonl"));
      assertThat(letter.get("pipeline").textValue(), equalTo("flights"));
    }
    all.sort(null);
    return all;
  }

  private static Map<String, Integer> reasons(FlightsRun run) {
    Map<String, Integer> reasons = new TreeMap<>();
    run.deadLetters().forEach(l -> reasons.merge(l.get("reason").textValue(), 1, Integer::sum));
    return reasons;
  }

  // Long lines by their length and hash, so that a failure stays readable.
  private static String hex(byte[] bytes) {
    return bytes.length > 400
        ? bytes.length + "#" + java.util.Arrays.hashCode(bytes)
        : new String(bytes, StandardCharsets.ISO_8859_1)
            + " "
            + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
  }
}
