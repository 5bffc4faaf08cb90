package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a message of descriptors, by their numbers. */
final class ProtoParts {

  private final Map<Integer, List<byte[]>> parts = new HashMap<>();
  private final Map<Integer, Long> numbers = new HashMap<>();

  private ProtoParts() {}

  static ProtoParts of(byte[] message) throws MalformedException {
    ProtoParts all = new ProtoParts();
    ProtoInput in = new ProtoInput(message, 0);
    while (in.hasMore()) {
      int tag = in.tag();
      int number = ProtoInput.number(tag);
      switch (ProtoInput.wireType(tag)) {
        case ProtoInput.LENGTH ->
            all.parts.computeIfAbsent(number, n -> new ArrayList<>()).add(in.bytes());
        case ProtoInput.VARINT -> all.numbers.put(number, in.varint());
        default -> in.skip(tag, 0);
      }
    }
    return all;
  }

  List<byte[]> all(int number) {
    return parts.getOrDefault(number, List.of());
  }

  /** A message inside; an empty one where there is none. */
  ProtoParts part(int number) throws MalformedException {
    List<byte[]> all = all(number);
    return all.isEmpty() ? new ProtoParts() : of(all.get(all.size() - 1));
  }

  String text(int number) throws MalformedException {
    List<byte[]> all = all(number);
    if (all.isEmpty()) {
      return "";
    }
    byte[] last = all.get(all.size() - 1);
    Utf8.check(last);
    return new String(last, java.nio.charset.StandardCharsets.UTF_8);
  }

  boolean has(int number) {
    return numbers.containsKey(number);
  }

  int number(int number, long otherwise) {
    return (int) (long) numbers.getOrDefault(number, otherwise);
  }
}
