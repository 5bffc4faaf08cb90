package io.summerbeam.io.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record in a topic of dead letters, taken apart into those that it had and those
 * of the envelope. What is not as it should be is an {@link IllegalArgumentException}: the record
 * is no dead letter then.
 */
final class LetterHeaders {

  private final Map<String, byte[]> envelope = new HashMap<>();
  private final RecordHeaders original = new RecordHeaders();

  private LetterHeaders() {}

  /** Of a letter that we wrote: the first {@code originals} headers are the record's own. */
  static LetterHeaders ours(Headers headers, int originals) {
    LetterHeaders taken = new LetterHeaders();
    int i = 0;
    for (Header header : headers) {
      taken.take(header, i++ >= originals);
    }
    return taken;
  }

  /** Of a letter that others wrote: by the beginning of the names. */
  static LetterHeaders foreign(Headers headers, String prefix) {
    LetterHeaders taken = new LetterHeaders();
    for (Header header : headers) {
      taken.take(header, header.key().startsWith(prefix));
    }
    return taken;
  }

  /** The last value of a header; null where there is none. */
  static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : utf8(header.value());
  }

  private void take(Header header, boolean ofEnvelope) {
    if (!ofEnvelope) {
      original.add(header);
    } else if (header.value() != null) {
      envelope.put(header.key(), header.value());
    }
  }

  /** The record's own headers. */
  Map<String, String> original() {
    return KafkaHeaders.toMap(original);
  }

  @Nullable String text(String name) {
    byte[] value = envelope.get(name);
    return value == null ? null : utf8(value);
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalArgumentException("The header '" + name + "' is missing.");
    }
    return text;
  }

  @Nullable Integer integer(String name) {
    String text = text(name);
    return text == null ? null : Integer.valueOf(text);
  }

  @Nullable Long number(String name) {
    String text = text(name);
    return text == null ? null : Long.valueOf(text);
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Instant.ofEpochMilli(java.time.Instant.parse(text).toEpochMilli());
    } catch (java.time.DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("The header '" + name + "' is no time.", e);
    }
  }

  /** The bytes, as they are. */
  byte @Nullable [] bytes(String name) {
    return envelope.get(name);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
