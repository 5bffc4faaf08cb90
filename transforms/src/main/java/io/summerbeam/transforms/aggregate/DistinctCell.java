package io.summerbeam.transforms.aggregate;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Counts different values: few ones by their hashes, more with an UltraLogLog, which takes no more
 * room. Both are the same for the same set of values, in whatever order and parts they came. A
 * record with a null is passed over.
 */
final class DistinctCell implements Cell {

  private static final int LIMIT = Functions.EXACT_DISTINCT;
  private static final int IS_SKETCH = LIMIT + 1;

  /** 2^13 bytes: a standard error of 0.79 / sqrt(2^13), 0.9%. */
  private static final int PRECISION = 13;

  private static final int FEWEST = 4;
  private static final long[] NONE = {};

  private final List<Integer> indexes;
  private final List<ValueHash> fields;
  // Ascending.
  private long[] hashes = NONE;
  private int size;
  private @Nullable UltraLogLog sketch;

  DistinctCell(List<Integer> indexes, List<ValueHash> fields) {
    this.indexes = indexes;
    this.fields = fields;
  }

  @Override
  public void add(Row row, long time) {
    long hash = 0;
    for (int i = 0; i < indexes.size(); i++) {
      Object value = row.getValue(indexes.get(i));
      if (value == null) {
        return;
      }
      long one = fields.get(i).hash(value);
      hash = i == 0 ? one : ValueHash.both(hash, one);
    }
    add(hash);
  }

  @Override
  public void merge(Cell other) {
    DistinctCell cell = (DistinctCell) other;
    if (cell.sketch != null) {
      sketched().add(cell.sketch);
    }
    for (int i = 0; i < cell.size; i++) {
      add(cell.hashes[i]);
    }
  }

  @Override
  public Long result() {
    return sketch == null
        ? size
        : Math.max(LIMIT + 1, Math.round(sketch.getDistinctCountEstimate()));
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    if (sketch != null) {
      VarInt.encode(IS_SKETCH, out);
      out.write(sketch.getState());
      return;
    }
    VarInt.encode(size, out);
    DataOutputStream data = new DataOutputStream(out);
    for (int i = 0; i < size; i++) {
      data.writeLong(hashes[i]);
    }
  }

  @Override
  public void decode(InputStream in) throws IOException {
    size = States.readSize(in, IS_SKETCH);
    DataInputStream data = new DataInputStream(in);
    if (size == IS_SKETCH) {
      size = 0;
      byte[] state = new byte[1 << PRECISION];
      data.readFully(state);
      sketch = UltraLogLog.wrap(checked(state));
      return;
    }
    hashes = new long[size];
    for (int i = 0; i < size; i++) {
      hashes[i] = data.readLong();
      if (i > 0 && hashes[i] <= hashes[i - 1]) {
        throw new CoderException("Hashes must be in ascending order, but are not.");
      }
    }
  }

  private void add(long hash) {
    if (sketch != null) {
      sketch.add(hash);
      return;
    }
    int at = Arrays.binarySearch(hashes, 0, size, hash);
    if (at >= 0) {
      return;
    }
    if (size == LIMIT) {
      sketched().add(hash);
      return;
    }
    int place = -at - 1;
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(LIMIT, Math.max(FEWEST, 2 * size)));
    }
    System.arraycopy(hashes, place, hashes, place + 1, size - place);
    hashes[place] = hash;
    size++;
  }

  private UltraLogLog sketched() {
    UltraLogLog all = sketch;
    if (all == null) {
      all = UltraLogLog.create(PRECISION);
      for (int i = 0; i < size; i++) {
        all.add(hashes[i]);
      }
      sketch = all;
      hashes = NONE;
      size = 0;
    }
    return all;
  }

  // A register is empty, or says a number of bits that is at least the precision.
  private static byte[] checked(byte[] state) throws CoderException {
    for (byte register : state) {
      if (register != 0 && (register & 0xff) >>> 2 < PRECISION - 1) {
        throw new CoderException("A sketch has a register that none can have.");
      }
    }
    return state;
  }
}
