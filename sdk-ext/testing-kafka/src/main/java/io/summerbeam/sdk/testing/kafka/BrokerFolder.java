package io.summerbeam.sdk.testing.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is where in the folder of a broker. */
record BrokerFolder(Path path) {

  private static final int LAST_LINES = 40;

  Path data() {
    return path.resolve("data");
  }

  Path properties() {
    return path.resolve("server.properties");
  }

  Path classPath() {
    return path.resolve("classpath.args");
  }

  Path log() {
    return path.resolve("broker.log");
  }

  void deleteData() throws IOException {
    if (!Files.exists(data())) {
      return;
    }
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log() + " cannot be read)";
    }
  }
}
