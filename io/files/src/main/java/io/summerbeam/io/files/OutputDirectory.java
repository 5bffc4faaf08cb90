package io.summerbeam.io.files;

import java.util.Locale;

/** The rule for directories to write into. */
final class OutputDirectory {

  private static final String FILE_SCHEME = "file:";

  private OutputDirectory() {}

  /**
   * The directory as Beam's file systems take it. Beam reads what {@code file:} stands before, but
   * when it writes, it takes {@code file:} for the first part of a relative path.
   *
   * @param method what the user gave the directory to, for the message
   */
  static String of(String method, String directory) {
    if (directory.isEmpty()) {
      throw new IllegalArgumentException(method + " must be given a directory, but was: ''");
    }
    if (!directory.toLowerCase(Locale.ROOT).startsWith(FILE_SCHEME)) {
      return directory;
    }
    // As it is read: without decoding, so that what was written is found under the same name.
    String path = directory.substring(FILE_SCHEME.length());
    boolean hasHost = path.startsWith("//") && !path.startsWith("///");
    if (!path.startsWith("/") || hasHost) {
      throw new IllegalArgumentException(
          method
              + " must be given a directory as a path, or as file:/// and an absolute path, but"
              + " was: '"
              + directory
              + "'");
    }
    return path.replaceFirst("^/+", "/");
  }
}
