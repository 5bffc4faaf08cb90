package io.summerbeam.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that come and go with a run. */
final class Folders {

  private Folders() {}

  /** Deletes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** Deletes a folder if nothing was left in it. */
  static void deleteIfEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    boolean empty;
    try (Stream<Path> children = Files.list(folder)) {
      empty = children.findAny().isEmpty();
    }
    if (empty) {
      Files.delete(folder);
    }
  }
}
