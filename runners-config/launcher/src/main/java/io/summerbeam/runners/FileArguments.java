package io.summerbeam.runners;

import java.io.IOException;
import java.util.Optional;
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
                  + inFolder(pattern, "*")
                  + "'");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(option + " cannot be read as a file or a pattern: " + pattern);
    }
  }

  /**
   * Refuses a folder that has anything in it or cannot be written to, and a file.
   *
   * @param option the option it came from: {@code --output}
   * @throws UsageException if it has, or cannot
   */
  public static void requireEmpty(String option, String folder) {
    Optional<String> first;
    try {
      first = isLocal(folder) ? LocalTarget.of(option, folder).first() : firstRemote(folder);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(option + " cannot be read as a folder: " + folder);
    }
    if (first.isPresent()) {
      throw new UsageException(
          option
              + " is not empty: "
              + folder
              + " has "
              + first.get()
              + " in it."
              + "\nRemove what is in it, or name another folder with "
              + option
              + "=DIR.");
    }
  }

  /** A name in a folder, which may be given with or without a slash at its end. */
  public static String inFolder(String folder, String name) {
    return folder.replaceFirst("/+$", "") + "/" + name;
  }

  private static boolean isLocal(String folder) {
    return LocalTarget.isFileUri(folder) || !folder.contains("://");
  }

  private static Optional<String> firstRemote(String folder) throws IOException {
    MatchResult inside = FileSystems.match(inFolder(folder, "**"));
    return inside.status() == MatchResult.Status.OK
        ? inside.metadata().stream().map(found -> found.resourceId().toString()).findFirst()
        : Optional.empty();
  }
}
