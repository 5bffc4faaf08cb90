package io.summerbeam.transforms.mask;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts as UTF-8 and back, so that nothing is lost: what has no form in it is refused. */
final class TextBytes {

  private TextBytes() {}

  static byte[] of(String text) throws MaskException {
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
    return text.getBytes(StandardCharsets.UTF_8);
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
