package io.summerbeam.sdk.format.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs of a target that are kept: a file with one of them a line, as base64, the shortest
 * first. A fuzzer has them in a folder, each in a file of its own.
 */
final class Corpus {

  private Corpus() {}

  static Path file(Path folder, String target) {
    return folder.resolve(target + ".txt");
  }

  /** The inputs in a file; none where it is not there. */
  static List<byte[]> read(Path file) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        inputs.add(Base64.getDecoder().decode(line));
      }
    }
    return inputs;
  }

  static void write(Path file, List<byte[]> inputs) throws IOException {
    List<byte[]> sorted = new ArrayList<>(inputs);
    sorted.sort(
        Comparator.<byte[]>comparingInt(each -> each.length).thenComparing(Arrays::compare));
    List<String> lines = new ArrayList<>();
    for (byte[] each : sorted) {
      lines.add(Base64.getEncoder().encodeToString(each));
    }
    Files.write(file, lines, StandardCharsets.US_ASCII);
  }

  /** Puts inputs into a folder, each in a file. */
  static void unpack(Path folder, String prefix, List<byte[]> inputs) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve(prefix + i), inputs.get(i));
    }
  }

  /** The inputs in a folder. */
  static List<byte[]> pack(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }
}
