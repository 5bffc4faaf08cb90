package io.summerbeam.io.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record as texts by their names, as dead letters and the metadata column have
 * them, and back.
 *
 * <p>Kafka's are a list, whose names may be there again and whose values are bytes, or null. Most
 * are texts with different names, and the map is just them. Where one is anything else, the map has
 * an entry {@value #ALL} beside them, with all headers in their order and byte for byte: for each
 * the base64 of its name, and behind a colon that of its value unless it is null, with commas
 * between them. The entry of a name that is there again is its last text. So nothing is lost, and
 * {@link #toList} gives back what was there.
 */
final class KafkaHeaders {

  /** The entry for headers that are no map of texts. */
  static final String ALL = "summerbeam.headers";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private KafkaHeaders() {}

  /** As texts by their names. */
  static Map<String, String> toMap(@Nullable Headers headers) {
    if (headers == null || !headers.iterator().hasNext()) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>();
    boolean plain = true;
    for (Header header : headers) {
      String text = text(header.value());
      plain &= text != null && !header.key().equals(ALL) && !texts.containsKey(header.key());
      if (text != null) {
        texts.put(header.key(), text);
      }
    }
    if (!plain) {
      texts.put(ALL, all(headers));
    }
    return texts;
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException if the entry {@value #ALL} was not made by it
   */
  static List<Header> toList(Map<String, String> texts) {
    List<Header> headers = new ArrayList<>();
    String all = texts.get(ALL);
    if (all == null) {
      texts.forEach((name, text) -> headers.add(new RecordHeader(name, utf8(text))));
      return headers;
    }
    for (String each : all.split(",", -1)) {
      int colon = each.indexOf(':');
      String name = colon < 0 ? each : each.substring(0, colon);
      headers.add(
          new RecordHeader(
              new String(DECODER.decode(name), StandardCharsets.UTF_8),
              colon < 0 ? null : DECODER.decode(each.substring(colon + 1))));
    }
    return headers;
  }

  private static String all(Headers headers) {
    List<String> all = new ArrayList<>();
    for (Header header : headers) {
      String name = ENCODER.encodeToString(utf8(header.key()));
      byte[] value = header.value();
      all.add(value == null ? name : name + ":" + ENCODER.encodeToString(value));
    }
    return String.join(",", all);
  }

  private static @Nullable String text(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
