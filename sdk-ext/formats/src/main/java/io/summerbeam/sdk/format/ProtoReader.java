package io.summerbeam.sdk.format;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message. Its values are collected in an array until the message that it is in ends: of a
 * message that is there twice, the second is read into the first.
 */
final class ProtoReader extends ProtoElement {

  /** Makes what a message is of the values of its fields. */
  interface Finish {
    Object of(@Nullable Object[] values) throws MalformedException;
  }

  private static final int DENSE = 256;

  private final boolean isGroup;
  private final @Nullable Object[] absent;
  private final @Nullable ProtoSlot[] dense = new ProtoSlot[DENSE];
  private final Map<Integer, ProtoSlot> others = new HashMap<>();
  private final @Nullable ProtoReader[] nested;
  private final @Nullable MalformedException unknown;
  private final Finish finish;

  /**
   * @param absent the values of fields that are not there
   * @param slots what reads fields, by their numbers
   * @param nested the readers of those values that are messages
   * @param unknown what a field is that the descriptor does not have; null where it is nothing
   */
  ProtoReader(
      boolean isGroup,
      @Nullable Object[] absent,
      Map<Integer, ProtoSlot> slots,
      @Nullable ProtoReader[] nested,
      @Nullable MalformedException unknown,
      Finish finish) {
    this.isGroup = isGroup;
    this.absent = absent.clone();
    this.nested = nested.clone();
    this.unknown = unknown;
    this.finish = finish;
    slots.forEach(
        (number, slot) -> {
          if (number < DENSE) {
            dense[number] = slot;
          } else {
            others.put(number, slot);
          }
        });
  }

  @Override
  int wireType() {
    return isGroup ? ProtoInput.GROUP : ProtoInput.LENGTH;
  }

  @Override
  Object read(ProtoInput in, int tag, int depth) throws MalformedException {
    @Nullable Object[] values = begin(in);
    readInto(values, in, tag, depth);
    return finish(values);
  }

  @Override
  Object zero() throws MalformedException {
    return finish(absent.clone());
  }

  /** Reads a record. */
  Object readAll(ProtoInput in) throws MalformedException {
    @Nullable Object[] values = begin(in);
    while (in.hasMore()) {
      field(in.tag(), values, in, 0);
    }
    return finish(values);
  }

  @Nullable Object[] begin(ProtoInput in) throws MalformedException {
    in.count(absent.length + 1);
    return absent.clone();
  }

  void readInto(@Nullable Object[] values, ProtoInput in, int tag, int depth)
      throws MalformedException {
    ProtoInput.checkDepth(depth);
    if (isGroup) {
      int inner = in.tag();
      for (; ProtoInput.wireType(inner) != ProtoInput.GROUP_END; inner = in.tag()) {
        field(inner, values, in, depth + 1);
      }
      ProtoInput.requireEndOf(ProtoInput.number(tag), inner);
      return;
    }
    int outer = in.enter();
    while (in.hasMore()) {
      field(in.tag(), values, in, depth + 1);
    }
    in.leave(outer);
  }

  Object finish(@Nullable Object[] values) throws MalformedException {
    for (int i = 0; i < nested.length; i++) {
      ProtoReader reader = nested[i];
      if (reader != null && values[i] instanceof Object[] inner) {
        values[i] = reader.finish(inner);
      }
    }
    return finish.of(values);
  }

  private void field(int tag, @Nullable Object[] values, ProtoInput in, int depth)
      throws MalformedException {
    int number = ProtoInput.number(tag);
    ProtoSlot slot = number < DENSE ? dense[number] : others.get(number);
    if (slot != null) {
      slot.read(in, tag, values, depth);
    } else if (unknown != null) {
      throw unknown;
    } else {
      in.skip(tag, depth);
    }
  }
}
