package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.summerbeam.contract.RunnerProcess.Runner;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** A file so big that an engine reads it in several parts at once: no line twice, none lost. */
@RunWith(Parameterized.class)
public class BigFileTest {

  private static final Path DATA = RunnerProcess.HOME.resolve("samples/data/flights");

  /** The lines are long, and not many, so that the test is about the file. */
  private static final int LINES = 5_000;

  private static final String MUCH = ",\"extra\":\"" + "x".repeat(4_500) + "\"}";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private final Runner runner;

  public BigFileTest(Runner runner) {
    this.runner = runner;
  }

  @Parameters(name = "{0}")
  public static Object[] runners() {
    return new Object[] {Runner.FLINK, Runner.SPARK};
  }

  @Test
  public void fileReadInParts_isReadOnce() throws Exception {
    Path folder = FOLDER.newFolder().toPath();
    Path input = write(folder.resolve("big.jsonl"));
    FlightsOracle oracle = new FlightsOracle(input, DATA.resolve("airports.csv"));

    FlightsRun run = FlightsRun.of(runner, folder, input);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    assertThat("it was read in parts", addLines(run, oracle), greaterThan(0));
    assertThat(DeadLetterText.of(run), equalTo(DeadLetterText.of(oracle, input)));
    assertThat(run.results(), equalTo(oracle.results.values().stream().sorted().toList()));
  }

  /** Some 20 MB with CR LF at the end of each line, and each seventh line malformed. */
  private static Path write(Path file) throws IOException {
    List<String> flights = Files.readAllLines(DATA.resolve("flights.jsonl")).subList(0, LINES);
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < LINES; i++) {
        // Of different lengths, so that the end of a part is anywhere in a line.
        String flight = flights.get(i).replaceFirst("\\}$", MUCH) + " ".repeat(i % 11);
        writer.write(i % 7 == 3 ? flight + "}" : flight);
        writer.write("\r\n");
      }
    }
    return file;
  }

  /** Who starts in the middle of a file knows no line numbers: gives these letters theirs. */
  private static int addLines(FlightsRun run, FlightsOracle oracle) {
    Map<Long, Long> lines =
        oracle.dead.stream()
            .collect(Collectors.toMap(FlightsOracle.Dead::offset, FlightsOracle.Dead::line));
    int without = 0;
    for (JsonNode letter : run.deadLetters()) {
      ObjectNode source = (ObjectNode) letter.get("source");
      if (!source.hasNonNull("line")) {
        source.put("line", lines.get(source.get("offset").longValue()));
        without++;
      }
    }
    return without;
  }
}
