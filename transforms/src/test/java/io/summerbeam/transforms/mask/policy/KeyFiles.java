package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.testing.TestKeyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.rules.TemporaryFolder;

/** Keys in files of their own folder, by reference. */
final class KeyFiles extends TemporaryFolder {

  /** The bytes of a key. */
  static byte[] bytes(int seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return key;
  }

  /** A key of bytes. */
  String ofBytes(int seed) {
    try {
      Path file = newFile().toPath();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.write(file, bytes(seed));
      return "file:" + file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A keyset. */
  String of(TestKeyset keyset) {
    try {
      return "file:" + keyset.writeTo(newFile().toPath());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
