package io.summerbeam.sdk.secret;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a key or a password is. Only the reference travels with the pipeline; {@link #read} is
 * called on the worker.
 *
 * <ul>
 *   <li>{@code env:NAME}: an environment variable, as UTF-8.
 *   <li>{@code file:/PATH}: all bytes of a file that nobody but its owner may read or write
 *       (checked where the file system has such permissions).
 * </ul>
 *
 * <p>An implementation of one's own (a vault, a key service) does the same: it holds a reference,
 * and its {@code toString} shows no more than that.
 */
public interface KeySource extends Serializable {

  /**
   * Reads the key.
   *
   * @throws IllegalStateException if it is not there or not safe; the message shows the reference
   *     only
   */
  byte[] read();

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException if it is neither {@code env:NAME} nor {@code file:PATH}; the
   *     message does not show the text, which may be the secret itself, put there by mistake
   */
  static KeySource of(String reference) {
    if (reference.startsWith("env:") && reference.length() > 4) {
      return new EnvironmentKey(reference.substring(4));
    }
    if (reference.startsWith("file:") && reference.length() > 5) {
      return new FileKey(reference.substring(5));
    }
    throw new IllegalArgumentException(
        "A key is given by reference, as env:NAME or file:PATH. (The text is not shown here because"
            + " it may be the key.)");
  }

  /** A key in an environment variable. */
  record EnvironmentKey(String name) implements KeySource {

    @Override
    public byte[] read() {
      String value = System.getenv(name);
      if (value == null || value.isEmpty()) {
        throw new IllegalStateException(
            this + ": the environment variable is not set. Set it on every worker.");
      }
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /** A key in a file. */
  record FileKey(String path) implements KeySource {

    private static final Set<PosixFilePermission> OWNER =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);

    @Override
    public byte[] read() {
      Path file = Path.of(path);
      try {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
          if (!OWNER.containsAll(permissions)) {
            throw new IllegalStateException(
                this
                    + ": the file's permissions are "
                    + PosixFilePermissions.toString(permissions)
                    + "; only its owner may have access. Run: chmod 600 "
                    + path);
          }
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length == 0) {
          throw new IllegalStateException(this + ": the file is empty.");
        }
        return key;
      } catch (IOException e) {
        throw new IllegalStateException(
            this + ": the file cannot be read (" + e.getClass().getSimpleName() + ").", e);
      }
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }
}
