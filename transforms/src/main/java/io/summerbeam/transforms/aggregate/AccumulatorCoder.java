package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.CustomCoder;

/** Encodes accumulators of the same functions. */
final class AccumulatorCoder extends CustomCoder<Accumulator> {

  private static final long serialVersionUID = 1;

  private final List<Measure.Bound> measures;

  AccumulatorCoder(List<Measure.Bound> measures) {
    this.measures = measures;
  }

  @Override
  public void encode(Accumulator accumulator, OutputStream out) throws IOException {
    accumulator.encode(out);
  }

  @Override
  public Accumulator decode(InputStream in) throws IOException {
    Accumulator accumulator = Accumulator.empty(measures);
    accumulator.decode(in);
    return accumulator;
  }

  // A runner that restores state compares the coder it was written with to this one.
  @Override
  public boolean equals(Object other) {
    return other instanceof AccumulatorCoder coder && measures.equals(coder.measures);
  }

  @Override
  public int hashCode() {
    return measures.hashCode();
  }
}
