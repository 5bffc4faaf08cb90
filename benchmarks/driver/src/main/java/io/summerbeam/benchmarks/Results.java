package io.summerbeam.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a command: {@code {"comparisons": [...]}}, and beside it a plot of each comparison.
 */
final class Results {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final @Nullable Path file;
  private final boolean several;
  private final String time;
  private final ArrayNode comparisons = JSON.createArrayNode();

  private Results(@Nullable Path file, boolean several, String time) {
    this.file = file;
    this.several = several;
    this.time = time;
  }

  /** To one file for all of them; without one, each goes to a file of its own below out/bench. */
  static Results to(@Nullable Path file, int benchmarks, String time) {
    return new Results(file, benchmarks > 1, time);
  }

  /** Writes what there is so far and returns the files. */
  List<Path> add(Report report) throws IOException {
    if (file == null) {
      comparisons.removeAll();
    }
    comparisons.add(report.json());
    Path json = file == null ? Path.of("out", "bench", report.name() + "-" + time + ".json") : file;
    String stem = json.getFileName().toString().replaceFirst("\\.json$", "");
    Path svg =
        json.resolveSibling(stem + (several && file != null ? "-" + report.name() : "") + ".svg");
    Path folder = json.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ObjectNode all = JSON.createObjectNode();
    all.set("comparisons", comparisons);
    Files.writeString(json, JSON.writeValueAsString(all) + "\n");
    Files.writeString(svg, report.svg());
    return List.of(json, svg);
  }
}
