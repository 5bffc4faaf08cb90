package io.summerbeam.sdk.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A provenance as bytes. It goes through every shuffle with its record, so it is packed once, where
 * the record is read, and not taken apart before somebody asks where the record came from.
 *
 * <p>A version, flags for what is there, the numbers, the texts and the key each behind its length,
 * the headers behind their number in the order of their names, and at the end the payload, as long
 * as there are bytes.
 */
final class ProvenanceBytes {

  private static final byte VERSION = 1;

  private static final int PARTITION = 1;
  private static final int LINE = 2;
  private static final int PAYLOAD = 4;
  private static final int FORMAT = 8;
  private static final int KEY = 16;
  private static final int HEADERS = 32;

  private static final int ALL_FLAGS = PARTITION | LINE | PAYLOAD | FORMAT | KEY | HEADERS;

  private final byte[] bytes;
  private int at;

  private ProvenanceBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static byte[] of(Provenance provenance) {
    byte[] system = utf8(provenance.system());
    byte[] resource = utf8(provenance.resource());
    Integer partition = provenance.partition();
    Long line = provenance.line();
    byte[] payload = provenance.payload();
    String format = provenance.payloadFormat();
    byte[] formatBytes = format == null ? null : utf8(format);
    byte[] key = provenance.key();
    List<byte[]> headers = namesAndValues(provenance.headers());
    ProvenanceBytes out =
        new ProvenanceBytes(
            new byte
                [2
                    + length(provenance.position())
                    + (partition == null ? 0 : length(partition))
                    + (line == null ? 0 : length(line))
                    + length(system)
                    + length(resource)
                    + (formatBytes == null ? 0 : length(formatBytes))
                    + (key == null ? 0 : length(key))
                    + (headers.isEmpty() ? 0 : length(headers))
                    + (payload == null ? 0 : payload.length)]);
    out.bytes[out.at++] = VERSION;
    out.bytes[out.at++] =
        (byte)
            ((partition == null ? 0 : PARTITION)
                | (line == null ? 0 : LINE)
                | (payload == null ? 0 : PAYLOAD)
                | (format == null ? 0 : FORMAT)
                | (key == null ? 0 : KEY)
                | (headers.isEmpty() ? 0 : HEADERS));
    out.put(provenance.position());
    if (partition != null) {
      out.put(partition);
    }
    if (line != null) {
      out.put(line);
    }
    out.put(system);
    out.put(resource);
    if (formatBytes != null) {
      out.put(formatBytes);
    }
    if (key != null) {
      out.put(key);
    }
    if (!headers.isEmpty()) {
      out.put(headers.size() / 2);
      headers.forEach(out::put);
    }
    if (payload != null) {
      System.arraycopy(payload, 0, out.bytes, out.at, payload.length);
    }
    return out.bytes;
  }

  static Provenance read(byte[] bytes) {
    try {
      return new ProvenanceBytes(bytes).read();
    } catch (IndexOutOfBoundsException e) {
      throw foreign();
    }
  }

  private Provenance read() {
    int version = bytes[at++];
    int flags = bytes[at++];
    if (version != VERSION || (flags & ~ALL_FLAGS) != 0) {
      throw foreign();
    }
    long position = number();
    Integer partition = (flags & PARTITION) == 0 ? null : Integer.valueOf((int) number());
    Long line = (flags & LINE) == 0 ? null : Long.valueOf(number());
    String system = text();
    String resource = text();
    String format = (flags & FORMAT) == 0 ? null : text();
    byte[] key = (flags & KEY) == 0 ? null : bytes();
    Map<String, String> headers = (flags & HEADERS) == 0 ? Map.of() : headers();
    byte[] payload = null;
    if ((flags & PAYLOAD) != 0) {
      payload = Arrays.copyOfRange(bytes, at, bytes.length);
    } else if (at != bytes.length) {
      throw foreign();
    }
    return Provenance.of(
        system, resource, partition, position, line, payload, format, key, headers);
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "The field '"
            + Provenance.FIELD_NAME
            + "' holds no provenance of this version of Summerbeam. Is it written by another one?");
  }

  // Seven bits a byte, the lowest first; a negative number takes ten bytes.
  private void put(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  private void put(byte[] text) {
    put(text.length);
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
  }

  private static int length(long number) {
    return number == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7;
  }

  private static int length(byte[] text) {
    return length(text.length) + text.length;
  }

  private long number() {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      if (shift >= Long.SIZE) {
        throw foreign();
      }
      next = bytes[at++];
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }

  private String text() {
    int length = textLength();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    int length = textLength();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private int textLength() {
    return Objects.checkIndex((int) number(), bytes.length - at + 1);
  }

  private Map<String, String> headers() {
    // Each has two lengths at least.
    int count = Objects.checkIndex((int) number(), (bytes.length - at) / 2 + 1);
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(text(), text());
    }
    return Map.copyOf(headers);
  }

  // In one order, so that equal provenances are equal bytes.
  private static List<byte[]> namesAndValues(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return List.of();
    }
    List<byte[]> all = new ArrayList<>();
    new TreeMap<>(headers)
        .forEach(
            (name, value) -> {
              all.add(utf8(name));
              all.add(utf8(value));
            });
    return all;
  }

  private static int length(List<byte[]> headers) {
    int length = length(headers.size() / 2);
    for (byte[] each : headers) {
      length += length(each);
    }
    return length;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
