package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether messages quote data. That a message and a payload have a word in common says nothing: it
 * may be the name of a field. So the word is changed in the payload; a message that then has the
 * changed one took it from there.
 */
final class QuoteCheck {

  /** What is shorter is in any message by chance. */
  private static final int SHORTEST = 4;

  /** How many messages are known not to quote; beyond it all are forgotten. */
  private static final int MOST_KNOWN = 10_000;

  private final RowDecoder decoder;
  private final Set<String> known = new HashSet<>();

  QuoteCheck(RowDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * Checks the message with which a payload was refused.
   *
   * @throws AssertionError if it quotes the payload
   */
  void check(byte[] payload, String message) {
    if (known.contains(message)) {
      return;
    }
    // A character is a byte, so that places in the one are places in the other.
    String data = new String(payload, StandardCharsets.ISO_8859_1);
    String said = new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int from = 0; from + SHORTEST <= said.length(); ) {
      int to = from;
      while (to < said.length() && data.contains(said.substring(from, to + 1))) {
        to++;
      }
      if (to - from >= SHORTEST) {
        checkWord(data, said.substring(from, to));
      }
      from = Math.max(from + 1, to);
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.add(message);
  }

  private void checkWord(String data, String word) {
    String first = refusal(data, word, 3);
    // Twice, because the code of a 3 is 33: bytes in hexadecimal digits may have the word by
    // chance.
    if (first.contains(turned(word, 3)) && refusal(data, word, 4).contains(turned(word, 4))) {
      throw new AssertionError("the message quotes the data: " + first);
    }
  }

  /** The message for data in which the word is another; empty where it is a row, or the same. */
  private String refusal(String data, String word, int by) {
    String other = turned(word, by);
    if (other.equals(word)) {
      return "";
    }
    try {
      decoder.decode(data.replace(word, other).getBytes(StandardCharsets.ISO_8859_1));
      return "";
    } catch (MalformedException e) {
      return e.getMessage();
    }
  }

  /** With other letters and digits, and the same signs. */
  private static String turned(String word, int by) {
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      other.append(
          c >= 'a' && c <= 'z'
              ? (char) ('a' + (c - 'a' + by) % 26)
              : c >= 'A' && c <= 'Z'
                  ? (char) ('A' + (c - 'A' + by) % 26)
                  : c >= '0' && c <= '9' ? (char) ('0' + (c - '0' + by) % 10) : c);
    }
    return other.toString();
  }
}
