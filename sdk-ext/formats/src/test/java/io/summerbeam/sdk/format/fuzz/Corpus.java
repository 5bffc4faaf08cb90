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
 * The inputs of a target that are kept: a file with one of them a line, the shortest first: whether
 * it is a row, and itself as base64. A fuzzer has them in a folder, each in a file of its own.
 */
final class Corpus {

  private static final String ROW = "row ";
  private static final String MALFORMED = "bad ";

  /** An input, and what the decoder made of it when it was kept. */
  record Kept(byte[] input, boolean row) {}

  private Corpus() {}

  static Path file(Path folder, String target) {
    return folder.resolve(target + ".txt");
  }

  /** The inputs in a file; none where it is not there. */
  static List<Kept> read(Path file) throws IOException {
    List<Kept> kept = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        boolean row = line.startsWith(ROW);
        String input = line.substring((row ? ROW : MALFORMED).length());
        kept.add(new Kept(Base64.getDecoder().decode(input), row));
      }
    }
    return kept;
  }

  static void write(Path file, List<byte[]> inputs, DecoderTarget target) throws IOException {
    List<byte[]> sorted = new ArrayList<>(inputs);
    sorted.sort(
        Comparator.<byte[]>comparingInt(each -> each.length).thenComparing(Arrays::compare));
    List<String> lines = new ArrayList<>();
    for (byte[] each : sorted) {
      lines.add(
          (target.accepts(each) ? ROW : MALFORMED) + Base64.getEncoder().encodeToString(each));
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
