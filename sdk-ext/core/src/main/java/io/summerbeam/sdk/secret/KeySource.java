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
 *   <li>{@code env:NAME}: an environment variable: the key is the bytes of the text in UTF-8, so
 *       that of 64 hexadecimal digits has 64 bytes.
 *   <li>{@code file:/PATH}: all bytes of a file that nobody but its owner may read or write
 *       (checked where the file system has such permissions).
 * </ul>
 *
 * <p>With {@code #hex} or {@code #base64} at the end ({@code env:NAME#hex}) the key is what the
 * text stands for; white space in it is left out.
 *
 * <p>An implementation of one's own (a vault, a key service) does the same: it holds a reference,
 * and its {@code toString} shows no more than that.
 */
public interface KeySource extends Serializable {

  /**
   * Reads the key.
   *
   * @throws KeyAbsentException if it is certain that there is none: the file does not exist
   * @throws IllegalStateException if it cannot be read for another reason, or is not safe; the
   *     message shows the reference only
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
   * @throws IllegalArgumentException if it is neither {@code env:NAME} nor {@code file:PATH}, with
   *     or without an encoding; the message does not show the text, which may be the secret itself,
   *     put there by mistake
   */
  static KeySource of(String reference) {
    KeyEncoding encoding = KeyEncoding.of(reference);
    String place = reference.substring(0, reference.length() - encoding.suffix().length());
    if (place.startsWith("env:") && place.length() > 4) {
      return new EnvironmentKey(place.substring(4), encoding);
    }
    if (place.startsWith("file:") && place.length() > 5) {
      return new FileKey(place.substring(5), encoding);
    }
    throw new IllegalArgumentException(
        "A key is given by reference, as env:NAME or file:PATH. (The text is not shown here because"
            + " it may be the key.)");
  }
}
