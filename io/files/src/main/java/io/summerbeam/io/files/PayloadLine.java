package io.summerbeam.io.files;

import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/** A payload as a line of a file of JSON lines. */
final class PayloadLine {

  // Reads no field, and so refuses what is malformed under any schema.
  private static final Schema NO_FIELDS = Schema.builder().build();

  private PayloadLine() {}

  /** Why a line of a payload would be read as another record or as none; null where it is not. */
  static @Nullable String refusal(byte[] payload) {
    boolean isBlank = true;
    boolean isLine = true;
    for (byte b : payload) {
      isBlank &= WhiteSpace.contains(b);
      isLine &= !isLineBreak(b);
    }
    if (isBlank) {
      return "its payload is blank, and a blank line of a file is no record";
    }
    return isLine || isObject(payload)
        ? null
        : "its payload has line breaks and is no object of JSON; on one line it would be another";
  }

  /** A payload that is not refused, with a line break behind it and none in it. */
  static byte[] of(byte[] payload) {
    byte[] line = new byte[payload.length + 1];
    for (int i = 0; i < payload.length; i++) {
      line[i] = isLineBreak(payload[i]) ? (byte) ' ' : payload[i];
    }
    line[payload.length] = '\n';
    return line;
  }

  // In a string of an object that can be read, line breaks are escapes; others are white space.
  private static boolean isObject(byte[] payload) {
    try {
      JsonFormat.of().decoder(NO_FIELDS).decode(payload);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static boolean isLineBreak(byte b) {
    return b == '\n' || b == '\r';
  }
}
