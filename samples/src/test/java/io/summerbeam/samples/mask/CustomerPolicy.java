package io.summerbeam.samples.mask;

import static io.summerbeam.samples.CommandLine.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The policy that comes with the customers, with keys in files: a test has no environment. */
final class CustomerPolicy {

  private CustomerPolicy() {}

  /** Writes it into a folder, with keys of its own. */
  static String in(Path folder) throws IOException {
    String pseudonyms = key(folder, "pseudonyms", "pseudonyms, of a length that will do");
    String formats = key(folder, "formats", "formats, which are 32 bytes long");
    return Files.writeString(
            folder.resolve("policy.yaml"),
            Files.readString(Path.of(sample("customers/policy.yaml")))
                .replace("env:CUSTOMERS_PSEUDONYM_KEY#hex", pseudonyms)
                .replace("env:CUSTOMERS_FORMAT_KEY#hex", formats))
        .toString();
  }

  /** A reference to a key that only the owner can read. */
  static String key(Path folder, String name, String key) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, key.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }
}
