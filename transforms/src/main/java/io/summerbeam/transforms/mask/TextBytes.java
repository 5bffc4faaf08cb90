package io.summerbeam.transforms.mask;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts as UTF-8 and back, so that nothing is lost: what has no form in it is refused. */
final class TextBytes {

  private TextBytes() {}

  static byte[] of(String text) throws MaskException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Half a pair becomes a '?'. There is none in most texts, which need no second look.
    for (byte each : bytes) {
      if (each == '?') {
        requireWhole(text);
        break;
      }
    }
    return bytes;
  }

  private static void requireWhole(String text) throws MaskException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          throw new MaskException(
              "The text must be of whole characters, but has half a surrogate pair, which has no"
                  + " form in UTF-8.");
        }
        i++;
      }
    }
  }

  @SuppressWarnings("UnusedException") // It knows no more than where.
  static String toText(byte[] bytes) throws MaskException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MaskException("What was encrypted must have been text, but is not UTF-8.");
    }
  }
}
