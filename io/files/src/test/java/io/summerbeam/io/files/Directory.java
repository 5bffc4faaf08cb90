package io.summerbeam.io.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a directory after a test. */
final class Directory {

  private Directory() {}

  /** The content of each file that a user sees: not of what starts with a dot. */
  static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .forEach(file -> contents.put(file.getFileName().toString(), read(file)));
    }
    return contents;
  }

  /** The lines of all files, sorted. */
  static List<String> lines(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    contents(directory).values().forEach(content -> content.lines().forEach(lines::add));
    lines.sort(null);
    return lines;
  }

  /** What a user does not see: all files and directories of which a name starts with a dot. */
  static List<Path> hidden(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> directory.relativize(file).toString().startsWith(".")).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
