package io.summerbeam.sdk.failure;

import org.jspecify.annotations.Nullable;

/** Formats of payloads that say what a policy has done to them: a mark, "+", and their own. */
final class PayloadFormats {

  private PayloadFormats() {}

  /** Whether a format has a mark. */
  static boolean is(String mark, @Nullable String format) {
    return format != null && (format.equals(mark) || format.startsWith(mark + "+"));
  }

  /** A format without a mark; as it is where it has none, null where there is nothing behind it. */
  static @Nullable String without(String mark, @Nullable String format) {
    if (format == null || format.equals(mark)) {
      return null;
    }
    return format.startsWith(mark + "+") ? format.substring(mark.length() + 1) : format;
  }
}
