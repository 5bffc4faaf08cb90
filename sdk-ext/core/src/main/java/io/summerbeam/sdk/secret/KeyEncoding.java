package io.summerbeam.sdk.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** How a key is written where it is. */
enum KeyEncoding {
  /** The bytes are the key. */
  AS_IT_IS("") {
    @Override
    byte[] parse(String text) {
      throw new IllegalStateException("There is nothing to parse.");
    }
  },

  /** Hexadecimal digits, in upper or lower case. */
  HEX("#hex") {
    @Override
    byte[] parse(String text) {
      return HexFormat.of().parseHex(text);
    }
  },

  /** Base64, not that of URLs. */
  BASE64("#base64") {
    @Override
    byte[] parse(String text) {
      return Base64.getDecoder().decode(text);
    }
  };

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final String suffix;

  KeyEncoding(String suffix) {
    this.suffix = suffix;
  }

  /** What stands at the end of a reference for it. */
  String suffix() {
    return suffix;
  }

  /** That of a reference. */
  static KeyEncoding of(String reference) {
    if (reference.endsWith(HEX.suffix)) {
      return HEX;
    }
    return reference.endsWith(BASE64.suffix) ? BASE64 : AS_IT_IS;
  }

  /**
   * The key.
   *
   * @throws IllegalStateException if it is not written so; the message shows the reference only
   */
  @SuppressWarnings("UnusedException") // It quotes the key.
  byte[] decode(byte[] written, KeySource source) {
    if (this == AS_IT_IS) {
      return written;
    }
    try {
      byte[] key =
          parse(SPACE.matcher(new String(written, StandardCharsets.ISO_8859_1)).replaceAll(""));
      if (key.length > 0) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalStateException(
        source + ": the key must be written in " + suffix.substring(1) + ", but is not.");
  }

  abstract byte[] parse(String text);
}
