package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Which of two values comes first, and how they are written. Two have the same rank only if they
 * are the same, so that what is kept does not depend on which was there before.
 *
 * @param index of the value's field
 * @param coder of the value
 * @param ordered whether the values have an order; else their bytes decide
 * @param byIndex of the field that decides, where one does
 */
record Ranking(
    Pick pick,
    int index,
    Coder<Object> coder,
    boolean ordered,
    int byIndex,
    @Nullable Coder<Object> byCoder)
    implements Serializable {

  /** A value with what decides its rank: the time or the field. */
  record Entry(long time, @Nullable Object by, Object value) {}

  /** Negative where the first one comes first. */
  int compare(long time, @Nullable Object by, Object value, Entry other) {
    int order =
        switch (pick.by()) {
          case TIME -> Long.compare(time, other.time());
          case FIELD -> natural(Objects.requireNonNull(by), Objects.requireNonNull(other.by()));
          case VALUE -> 0;
        };
    if (order == 0) {
      order = ordered ? natural(value, other.value()) : bytes(value, other.value());
    }
    if (order != 0) {
      return pick.isGreatest() == order > 0 ? -1 : 1;
    }
    // 1.0 and 1.00 are equal and not the same: the one with fewer digits comes first.
    return value instanceof BigDecimal one && other.value() instanceof BigDecimal two
        ? Integer.compare(one.scale(), two.scale())
        : 0;
  }

  void encode(Entry entry, OutputStream out) throws IOException {
    if (pick.by() == Pick.By.TIME) {
      new DataOutputStream(out).writeLong(entry.time());
    }
    if (byCoder != null) {
      byCoder.encode(entry.by(), out);
    }
    coder.encode(entry.value(), out);
  }

  Entry decode(InputStream in) throws IOException {
    return new Entry(
        pick.by() == Pick.By.TIME ? new DataInputStream(in).readLong() : 0,
        byCoder == null ? null : byCoder.decode(in),
        coder.decode(in));
  }

  @SuppressWarnings("unchecked") // Only types whose values compare with each other come here.
  private static int natural(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private int bytes(Object one, Object other) {
    try {
      return Arrays.compareUnsigned(
          CoderUtils.encodeToByteArray(coder, one), CoderUtils.encodeToByteArray(coder, other));
    } catch (CoderException e) {
      throw new IllegalStateException("What is in a Row can be encoded.", e);
    }
  }
}
