package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.summerbeam.contract.RunnerProcess.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    Path input = DATA.resolve("flights.jsonl");
    FlightsOracle oracle = new FlightsOracle(input, AIRPORTS);

    FlightsRun run = FlightsRun.of(runner, folder.getRoot().toPath(), null);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    check(run, oracle, input);
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
    check(run, oracle, input);
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

  private static void check(FlightsRun run, FlightsOracle oracle, Path input) throws Exception {
    List<String> expected = new ArrayList<>(oracle.results.values());
    expected.sort(null);
    assertThat(run.results(), equalTo(expected));
    assertThat(DeadLetterText.of(run), equalTo(DeadLetterText.of(oracle, input)));
    for (JsonNode letter : run.deadLetters()) {
      assertThat(letter.get("pipeline").textValue(), equalTo("flights"));
    }
    long aggregated = 0;
    for (String result : run.results()) {
      aggregated += Long.parseLong(result.split("\\|")[3]);
    }
    assertThat(
        "in = aggregated + dropped + dead letters",
        aggregated + oracle.dropped + run.deadLetters().size(),
        equalTo(oracle.records));
  }

  private static Map<String, Integer> reasons(FlightsRun run) {
    Map<String, Integer> reasons = new TreeMap<>();
    run.deadLetters().forEach(l -> reasons.merge(l.get("reason").textValue(), 1, Integer::sum));
    return reasons;
  }
}
