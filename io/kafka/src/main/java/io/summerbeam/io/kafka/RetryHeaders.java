package io.summerbeam.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of a record in a retry topic, beside those of a dead letter. */
final class RetryHeaders {

  /** The time, in milliseconds since 1970, before which the record is not to be tried again. */
  static final String NOT_BEFORE = "summerbeam.retry.not-before";

  /** Which retry it waits for: 1 for the first. */
  static final String RETRY = "summerbeam.retry.number";

  private RetryHeaders() {}

  /** Whether it is the name of one of them. */
  static boolean isOne(String name) {
    return name.equals(NOT_BEFORE) || name.equals(RETRY);
  }

  /** How often a record was brought back already; 0 where its headers do not say so. */
  static int retries(Map<String, String> headers) {
    long number = number(headers.get(RETRY));
    return number < 0 || number > Integer.MAX_VALUE ? 0 : (int) number;
  }

  /** When a record is due, in milliseconds since 1970; at once where its headers do not say so. */
  static long notBefore(Headers headers) {
    return number(LetterHeaders.text(headers, NOT_BEFORE));
  }

  /** Which retry a record waits for; null where its headers do not say so. */
  static @Nullable String retry(Headers headers) {
    return LetterHeaders.text(headers, RETRY);
  }

  /** The headers of a record without those of its last retry. */
  static Map<String, String> without(Map<String, String> headers) {
    if (!headers.containsKey(RETRY)) {
      return headers;
    }
    Map<String, String> rest = new HashMap<>(headers);
    rest.remove(RETRY);
    return rest;
  }

  // Anybody can write a header: one that is no number of ours says nothing.
  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
