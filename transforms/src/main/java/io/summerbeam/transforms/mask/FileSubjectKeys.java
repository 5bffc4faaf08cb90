package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeyAbsentException;
import io.summerbeam.sdk.secret.KeySource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A file for each subject.
 *
 * @param before of the reference, what stands before the subject
 * @param hashed whether the hash stands in the place of the subject
 * @param after of the reference, what stands behind the subject
 */
record FileSubjectKeys(String before, boolean hashed, String after) implements SubjectKeys {

  private static final long serialVersionUID = 1;

  private static final String PLAIN = "{subject}";
  private static final String HASHED = "{subject_sha256}";

  // No separator, nothing that is special to a file system, and neither "." nor "..".
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9_@+.-]{0,199}");

  static FileSubjectKeys parse(String reference) {
    boolean hashed = reference.contains(HASHED);
    String placeholder = hashed ? HASHED : PLAIN;
    int at = reference.indexOf(placeholder);
    String after = at < 0 ? "" : reference.substring(at + placeholder.length());
    if (!reference.startsWith("file:")
        || at < 0
        || after.contains(PLAIN)
        || after.contains(HASHED)
        || reference.substring(0, at).contains(PLAIN)) {
      throw new IllegalArgumentException(
          "perSubject() must be given file:PATH with {subject} or {subject_sha256} in it once, such"
              + " as file:/keys/{subject}.json. (The text is not shown here because it may be a"
              + " key.)");
    }
    return new FileSubjectKeys(reference.substring(0, at), hashed, after);
  }

  @Override
  public KeySource of(String subject) {
    if (hashed) {
      return file(sha256(subject));
    }
    if (!FIT.matcher(subject).matches()) {
      throw new IllegalArgumentException(
          "The subject must be fit for a file's name: up to 200 letters, digits and _@+.-, no dot"
              + " first. With {subject_sha256} any will do.");
    }
    return file(subject);
  }

  @Override
  public String toString() {
    return before + (hashed ? HASHED : PLAIN) + after;
  }

  private static String sha256(String subject) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private KeySource file(String name) {
    String path = before.substring("file:".length());
    int separator = path.lastIndexOf('/');
    return new InDirectory(
        KeySource.of(before + name + after), separator < 0 ? "" : path.substring(0, separator + 1));
  }

  /**
   * A file of the directory in which all of them are. Where that is not there, because it is not
   * mounted, nobody knows what is in it.
   */
  private record InDirectory(KeySource file, String directory) implements KeySource {

    private static final long serialVersionUID = 1;

    @Override
    public byte[] read() {
      try {
        return file.read();
      } catch (KeyAbsentException e) {
        if (Files.isDirectory(Path.of(directory))) {
          throw e;
        }
        throw new IllegalStateException(file + ": its directory is not there.", e);
      }
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }
}
