package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.secret.KeySource;
import java.nio.charset.StandardCharsets;
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
      return KeySource.of(before + sha256(subject) + after);
    }
    if (!FIT.matcher(subject).matches()) {
      throw new IllegalArgumentException(
          "The subject must be fit for a file's name: up to 200 letters, digits and _@+.-, no dot"
              + " first. With {subject_sha256} any will do.");
    }
    return KeySource.of(before + subject + after);
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
}
