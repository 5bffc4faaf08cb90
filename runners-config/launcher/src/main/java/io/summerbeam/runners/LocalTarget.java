package io.summerbeam.runners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder on this machine that results are to go to. It may have to be made, with those above. */
final class LocalTarget {

  private static final Pattern FILE_URI = Pattern.compile("(?i)file:(?://)?(/(?!/).*)");

  private final String option;
  private final String given;
  private final Path path;

  private LocalTarget(String option, String given, Path path) {
    this.option = option;
    this.given = given;
    this.path = path;
  }

  /**
   * Reads a path, or a {@code file:} URI.
   *
   * @throws UsageException if it is neither
   */
  static LocalTarget of(String option, String given) {
    try {
      return new LocalTarget(option, given, Path.of(path(option, given)));
    } catch (InvalidPathException e) {
      throw new UsageException(option + " is no path: " + given);
    }
  }

  /** Whether it is a {@code file:} URI, in letters of any case, as Beam takes it. */
  static boolean isFileUri(String given) {
    return given.regionMatches(true, 0, "file:", 0, "file:".length());
  }

  /**
   * The name of something that is in the folder; none if it is empty or not there yet.
   *
   * @throws UsageException if it is no folder, or cannot be written to
   */
  Optional<String> first() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(path)) {
        throw new UsageException(
            option
                + " must be a folder, but is a "
                + (Files.exists(path) ? "file: " : "broken link: ")
                + given);
      }
      // Not by a pattern: the folder's name may have characters that mean something in one.
      try (Stream<Path> inside = Files.list(path)) {
        Optional<Path> first = inside.findFirst();
        if (first.isPresent()) {
          return first.map(file -> String.valueOf(file.getFileName()));
        }
      }
    }
    requireWritable();
    return Optional.empty();
  }

  private void requireWritable() {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      Path above = existing.getParent();
      if (above == null) {
        throw new UsageException(option + " is no path: " + given);
      }
      existing = above;
    }
    if (!Files.isDirectory(existing)) {
      throw unusable(existing + " is no folder");
    }
    // It is tried, because permissions do not tell: not of /proc, not of what is mounted read-only.
    try {
      Files.delete(Files.createTempDirectory(existing, ".summerbeam-"));
    } catch (IOException e) {
      throw unusable(existing + " cannot be written to");
    }
  }

  private UsageException unusable(String why) {
    return new UsageException(
        option
            + " cannot be used: "
            + given
            + "\n"
            + why
            + ". Name another folder with "
            + option
            + "=DIR.");
  }

  private static String path(String option, String given) {
    if (!isFileUri(given)) {
      return given;
    }
    Matcher uri = FILE_URI.matcher(given);
    if (!uri.matches()) {
      throw new UsageException(
          option + " must be a path or file:///PATH with an absolute path, but was: " + given);
    }
    return uri.group(1);
  }
}
