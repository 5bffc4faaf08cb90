package io.summerbeam.runners;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of a user's log files. It lies among the temporary files, where everybody may make
 * one of its name, and a log may quote what libraries quote of the data: so only its user may look
 * into it, and one that belongs to somebody else is not written to.
 */
final class LogDirectory {

  /** How many log files are kept; the oldest ones make room. */
  static final int KEPT = 100;

  private static final String SUFFIX = ".log";

  private final Path directory;

  private LogDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory where there is none.
   *
   * @throws IOException if it cannot be made, or is no directory
   */
  static LogDirectory open(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, onlyOurs(directory, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(directory, "is no directory");
      }
    }
    return new LogDirectory(directory);
  }

  /**
   * Makes an empty file that only the user can read.
   *
   * @throws IOException if it cannot be made, or the directory is somebody else's
   */
  Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      Files.createFile(file, onlyOurs(directory, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // A process that runs several jobs within a second writes them into one file.
      requireOwner(directory, owner(file));
      return file;
    }
    try {
      requireOwner(directory, owner(file));
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    removeOldest();
    return file;
  }

  /** Refuses a directory that is not this user's, who is the owner of a file just made. */
  static void requireOwner(Path directory, UserPrincipal user) throws IOException {
    UserPrincipal owner = owner(directory);
    if (!owner.equals(user)) {
      throw refused(directory, "belongs to " + owner.getName() + ", not to " + user.getName());
    }
  }

  private void removeOldest() throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(directory)) {
      logs =
          files
              .filter(file -> file.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(LogDirectory::modified).reversed())
              .toList();
    }
    for (Path old : logs.subList(Math.min(KEPT, logs.size()), logs.size())) {
      Files.deleteIfExists(old);
    }
  }

  // Another process may have removed it meanwhile.
  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private static UserPrincipal owner(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static IOException refused(Path directory, String why) {
    return new IOException(
        directory
            + " "
            + why
            + ". Remove it, or choose another directory for temporary files with"
            + " SUMMERBEAM_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
  }

  private static FileAttribute<?>[] onlyOurs(Path path, String permissions) {
    if (!isPosix(path)) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
