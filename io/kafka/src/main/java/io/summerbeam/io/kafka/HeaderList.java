package io.summerbeam.io.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The headers of a map that came from anywhere, as they are written. */
final class HeaderList {

  private HeaderList() {}

  /**
   * The headers that the map was made of ({@link KafkaHeaders}), where it still is what it was;
   * else its texts. They are in one order, so that a copy is a copy.
   */
  static List<Header> of(Map<String, String> texts) {
    Map<String, String> sorted = new TreeMap<>(texts);
    try {
      return KafkaHeaders.toList(sorted);
    } catch (IllegalArgumentException e) {
      // Somebody masked or wrote it: what it says is then as good as any text.
      List<Header> plain = new ArrayList<>(sorted.size());
      sorted.forEach((name, text) -> plain.add(of(name, text)));
      return plain;
    }
  }

  static Header of(String name, String text) {
    return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
