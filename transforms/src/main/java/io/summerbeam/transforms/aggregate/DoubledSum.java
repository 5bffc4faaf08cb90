package io.summerbeam.transforms.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A sum of doubles with twice their digits: it is kept in two, the second of which has what the
 * first one cannot hold. Each addition is right to 2^-104 of the sum.
 */
final class DoubledSum {

  private double high;
  private double low;

  void add(double value) {
    add(value, 0);
  }

  /** Adds a number's square, all digits of it. */
  void addSquareOf(double value) {
    double square = value * value;
    add(square, Math.fma(value, value, -square));
  }

  void add(DoubledSum other) {
    add(other.high, other.low);
  }

  /** This times a number, less the square of another sum. */
  double timesLessSquareOf(double factor, DoubledSum other) {
    DoubledSum difference = new DoubledSum();
    difference.addProduct(high, factor);
    difference.addProduct(low, factor);
    difference.addProduct(-other.high, other.high);
    difference.addProduct(-2 * other.high, other.low);
    difference.addProduct(-other.low, other.low);
    return difference.high + difference.low;
  }

  void encode(DataOutputStream out) throws IOException {
    out.writeDouble(high);
    out.writeDouble(low);
  }

  void decode(DataInputStream in) throws IOException {
    high = in.readDouble();
    low = in.readDouble();
  }

  private void addProduct(double one, double other) {
    double product = one * other;
    add(product, Math.fma(one, other, -product));
  }

  // Knuth's sum with its exact error, for both halves; the result is brought into order twice.
  private void add(double otherHigh, double otherLow) {
    double sum = high + otherHigh;
    double part = sum - high;
    double error = (high - (sum - part)) + (otherHigh - part);
    double lowSum = low + otherLow;
    double lowPart = lowSum - low;
    double lowError = (low - (lowSum - lowPart)) + (otherLow - lowPart);
    error += lowSum;
    double ordered = sum + error;
    error = (error - (ordered - sum)) + lowError;
    high = ordered + error;
    low = error - (high - ordered);
  }
}
