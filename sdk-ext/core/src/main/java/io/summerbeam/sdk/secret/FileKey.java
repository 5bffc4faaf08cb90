package io.summerbeam.sdk.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A key in a file. */
record FileKey(String path, KeyEncoding encoding) implements KeySource {

  private static final long serialVersionUID = 1;

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public byte[] read() {
    try {
      Path file = Path.of(path);
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
      return encoding.decode(key, this);
    } catch (NoSuchFileException e) {
      throw new KeyAbsentException(unreadable(e), e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalStateException(unreadable(e), e);
    }
  }

  private String unreadable(Exception e) {
    return this + ": the file cannot be read (" + e.getClass().getSimpleName() + ").";
  }

  @Override
  public String toString() {
    return "file:" + path + encoding.suffix();
  }
}
