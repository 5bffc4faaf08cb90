package io.summerbeam.runners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** What jobs check of the files and folders they are given, before anything is read or written. */
public final class FileArguments {

  private FileArguments() {}

  /**
   * Refuses a pattern that matches no file, or a folder.
   *
   * @param option the option it came from: {@code --input}
   * @throws UsageException if it does
   */
  public static void requireFiles(String option, String pattern) {
    try {
      MatchResult match = FileSystems.match(pattern);
      if (match.status() != MatchResult.Status.OK || match.metadata().isEmpty()) {
        throw new UsageException(option + " matches no file: " + pattern);
      }
      for (Metadata found : match.metadata()) {
        if (found.resourceId().isDirectory()) {
          throw new UsageException(
              option
                  + " must be a file or a pattern, but is a folder: "
                  + pattern
                  + "\nFor all files in it: "
                  + option
                  + "='"
                  + pattern
                  + "/*'");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(option + " cannot be read as a file or a pattern: " + pattern);
    }
  }

  /**
   * Refuses a folder that has anything in it, and a file.
   *
   * @param option the option it came from: {@code --output}
   * @throws UsageException if it has
   */
  public static void requireEmpty(String option, String folder) {
    boolean empty;
    try {
      empty = folder.contains("://") ? isEmptyRemote(folder) : isEmptyLocal(option, folder);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(option + " cannot be read as a folder: " + folder);
    }
    if (!empty) {
      throw new UsageException(
          option
              + " is not empty: "
              + folder
              + "\nRemove what is in it, or name another folder with "
              + option
              + "=DIR.");
    }
  }

  private static boolean isEmptyRemote(String folder) throws IOException {
    MatchResult inside = FileSystems.match(folder.replaceFirst("/*$", "/**"));
    return inside.status() != MatchResult.Status.OK || inside.metadata().isEmpty();
  }

  // Not by a pattern: the folder's name may have characters that mean something in one.
  private static boolean isEmptyLocal(String option, String folder) throws IOException {
    Path path;
    try {
      path = Path.of(folder);
    } catch (InvalidPathException e) {
      throw new UsageException(option + " is no path: " + folder);
    }
    if (!Files.exists(path)) {
      return true;
    }
    if (!Files.isDirectory(path)) {
      throw new UsageException(option + " must be a folder, but is a file: " + folder);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.findAny().isEmpty();
    }
  }
}
