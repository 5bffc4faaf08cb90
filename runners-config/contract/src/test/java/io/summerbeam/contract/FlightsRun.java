package io.summerbeam.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** One run of the flights job and what it left. */
record FlightsRun(RunnerProcess.Ended ended, List<String> lines, List<JsonNode> deadLetters) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs the job in a fresh folder; {@code input} null means the committed flights. */
  static FlightsRun of(RunnerProcess.Runner runner, Path folder, Path input) throws Exception {
    List<String> args = new ArrayList<>(List.of("run", "flights", "--runner=" + runner.option));
    if (input != null) {
      args.add("--input=" + input);
    }
    RunnerProcess.Ended ended =
        new RunnerProcess(runner)
            .run(folder, "io.summerbeam.samples.Main", args.toArray(String[]::new));
    Path out = folder.resolve("out/flights");
    List<JsonNode> dead = new ArrayList<>();
    for (String line : linesOf(out.resolve("dead-letters"), "dead-letters-*.jsonl")) {
      dead.add(JSON.readTree(line));
    }
    return new FlightsRun(ended, linesOf(out, "delays-*.jsonl"), dead);
  }

  /** The results as text with one separator, the mean as Java writes it, for the comparison. */
  List<String> results() throws IOException {
    List<String> results = new ArrayList<>();
    for (String line : lines) {
      JsonNode row = JSON.readTree(line);
      List<String> names = new ArrayList<>();
      row.fieldNames().forEachRemaining(names::add);
      if (!names.equals(
          List.of(
              "origin_state",
              "window_start",
              "window_end",
              "flights",
              "mean_delay",
              "max_delay",
              "delayed_15"))) {
        throw new AssertionError("keys or their order: " + names);
      }
      results.add(
          String.join(
              "|",
              row.get("origin_state").textValue(),
              row.get("window_start").textValue(),
              row.get("window_end").textValue(),
              row.get("flights").bigIntegerValue().toString(),
              Double.toString(row.get("mean_delay").doubleValue()),
              row.get("max_delay").bigIntegerValue().toString(),
              row.get("delayed_15").bigIntegerValue().toString()));
    }
    results.sort(null);
    return results;
  }

  /** The bytes of a dead letter's payload. */
  static byte[] payload(JsonNode letter) {
    String text = letter.get("payload").textValue();
    return letter.get("payload_encoding").textValue().equals("base64")
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> linesOf(Path folder, String glob) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files
                .filter(
                    f ->
                        folder
                            .getFileSystem()
                            .getPathMatcher("glob:" + glob)
                            .matches(f.getFileName()))
                .sorted()
                .toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }
}
