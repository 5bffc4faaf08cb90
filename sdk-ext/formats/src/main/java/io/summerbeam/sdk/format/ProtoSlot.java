package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a field into the place of its message's values that it has. */
abstract class ProtoSlot {

  private final MalformedException otherWireType;

  /**
   * @param path the field's, for messages
   */
  ProtoSlot(String path) {
    this.otherWireType =
        new MalformedException(
            "field '" + path + "' is not written as the descriptor says: its wire type is another");
  }

  abstract void read(ProtoInput in, int tag, @Nullable Object[] values, int depth)
      throws MalformedException;

  final void requireWireType(int expected, int tag) throws MalformedException {
    if (ProtoInput.wireType(tag) != expected) {
      throw otherWireType;
    }
  }

  /** A field that is not read, but whose presence ends that of others of its oneof. */
  static ProtoSlot passing(String path, int[] clears) {
    return new ProtoSlot(path) {
      @Override
      void read(ProtoInput in, int tag, @Nullable Object[] values, int depth)
          throws MalformedException {
        in.skip(tag, depth);
        clear(clears, values);
      }
    };
  }

  /**
   * @param clears the other fields of its oneof
   */
  static ProtoSlot single(String path, ProtoElement element, int index, int[] clears) {
    return new ProtoSlot(path) {
      @Override
      void read(ProtoInput in, int tag, @Nullable Object[] values, int depth)
          throws MalformedException {
        requireWireType(element.wireType(), tag);
        clear(clears, values);
        if (element instanceof ProtoReader message) {
          @Nullable Object[] state =
              values[index] instanceof Object[] begun ? begun : message.begin(in);
          message.readInto(state, in, tag, depth);
          values[index] = state;
        } else {
          values[index] = element.read(in, tag, depth);
        }
      }
    };
  }

  static ProtoSlot repeated(String path, ProtoElement element, int index) {
    boolean packable =
        element.wireType() != ProtoInput.LENGTH && element.wireType() != ProtoInput.GROUP;
    return new ProtoSlot(path) {
      @Override
      void read(ProtoInput in, int tag, @Nullable Object[] values, int depth)
          throws MalformedException {
        List<Object> list = list(values, index);
        if (packable && ProtoInput.wireType(tag) == ProtoInput.LENGTH) {
          int outer = in.enter();
          while (in.hasMore()) {
            in.count(1);
            list.add(element.read(in, tag, depth));
          }
          in.leave(outer);
          return;
        }
        requireWireType(element.wireType(), tag);
        in.count(1);
        list.add(element.read(in, tag, depth));
      }
    };
  }

  /**
   * @param entry reads an entry as a {@link Map.Entry}
   */
  static ProtoSlot map(String path, ProtoElement entry, int index) {
    return new ProtoSlot(path) {
      @Override
      void read(ProtoInput in, int tag, @Nullable Object[] values, int depth)
          throws MalformedException {
        requireWireType(ProtoInput.LENGTH, tag);
        Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry.read(in, tag, depth);
        entries(values, index).put(pair.getKey(), pair.getValue());
      }
    };
  }

  private static void clear(int[] indexes, @Nullable Object[] values) {
    for (int index : indexes) {
      values[index] = null;
    }
  }

  // What is there before the first element is empty, and shared.
  @SuppressWarnings("unchecked")
  private static List<Object> list(@Nullable Object[] values, int index) {
    if (values[index] instanceof ArrayList<?> begun) {
      return (List<Object>) begun;
    }
    List<Object> list = new ArrayList<>();
    values[index] = list;
    return list;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> entries(@Nullable Object[] values, int index) {
    if (values[index] instanceof LinkedHashMap<?, ?> begun) {
      return (Map<Object, Object>) begun;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    values[index] = map;
    return map;
  }
}
