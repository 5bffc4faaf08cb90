package io.summerbeam.sdk.secret;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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
   * Reads a password or a token: UTF-8, without the line end that editors put behind it.
   *
   * @throws IllegalStateException as {@link #read}, or if it is not UTF-8, or empty
   */
  default String readText() {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(this + ": it must be text in UTF-8, but is not.", e);
    }
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    end = end > 0 && text.charAt(end - 1) == '\r' && end < text.length() ? end - 1 : end;
    if (end == 0) {
      throw new IllegalStateException(this + ": it must not be empty.");
    }
    return text.substring(0, end);
  }

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
}
