package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The compensated sum (Neumaier) of floating-point numbers, and how many there were. Null is passed
 * over. The error does not grow with the number of records: about two units in the last place of
 * the largest partial sum, whatever the order.
 */
final class FloatingPointCell implements Cell {

  private final int index;
  private final boolean mean;
  private long count;
  private double sum;
  private double compensation;

  FloatingPointCell(int index, boolean mean) {
    this.index = index;
    this.mean = mean;
  }

  @Override
  public void add(Row row, long time) {
    Number value = row.getValue(index);
    if (value != null) {
      count++;
      add(value.doubleValue());
    }
  }

  @Override
  public void merge(Cell other) {
    FloatingPointCell cell = (FloatingPointCell) other;
    count += cell.count;
    add(cell.sum);
    compensation += cell.compensation;
  }

  @Override
  public @Nullable Object result() {
    if (count == 0) {
      return null;
    }
    // Once an infinity or a NaN was added, the compensation is NaN and the plain sum is right.
    double total = Double.isFinite(sum) ? sum + compensation : sum;
    return mean ? total / count : total;
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(count);
    data.writeDouble(sum);
    data.writeDouble(compensation);
  }

  @Override
  public void decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    count = data.readLong();
    sum = data.readDouble();
    compensation = data.readDouble();
  }

  private void add(double value) {
    double total = sum + value;
    compensation +=
        Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    sum = total;
  }
}
