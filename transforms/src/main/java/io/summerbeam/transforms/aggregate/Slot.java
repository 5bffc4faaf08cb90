package io.summerbeam.transforms.aggregate;

import io.summerbeam.transforms.aggregate.GroupKey.GroupKeyCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * Where what is open of a group is kept: each window on its own; all sessions, which merge,
 * together.
 *
 * @param start where the window begins, 0 for sessions
 * @param length how long it is, 0 for sessions
 */
record Slot(GroupKey key, long start, long length) implements Comparable<Slot> {

  static Slot of(GroupKey key, IntervalWindow window) {
    long start = window.start().getMillis();
    return new Slot(key, start, window.end().getMillis() - start);
  }

  static Slot ofSessions(GroupKey key) {
    return new Slot(key, 0, 0);
  }

  /** The window, of what is no session. */
  IntervalWindow window() {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + length));
  }

  /** The last millisecond of the window. */
  long last() {
    return start + length - 1;
  }

  /** Of no use but to maps, see {@link GroupKey}. */
  @Override
  public int compareTo(Slot other) {
    int order = key.compareTo(other.key);
    if (order == 0) {
      order = Long.compare(start, other.start);
    }
    return order == 0 ? Long.compare(length, other.length) : order;
  }

  /** The group, the start, the length. */
  static final class SlotCoder extends AtomicCoder<Slot> {

    private static final long serialVersionUID = 1;
    private static final SlotCoder INSTANCE = new SlotCoder();

    static SlotCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Slot slot, OutputStream out) throws IOException {
      GroupKeyCoder.of().encode(slot.key(), out);
      BigEndianLongCoder.of().encode(slot.start(), out);
      VarInt.encode(slot.length(), out);
    }

    @Override
    public Slot decode(InputStream in) throws IOException {
      return new Slot(
          GroupKeyCoder.of().decode(in), BigEndianLongCoder.of().decode(in), VarInt.decodeLong(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
