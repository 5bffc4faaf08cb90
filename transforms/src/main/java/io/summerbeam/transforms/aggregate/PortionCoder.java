package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;

/** The window, how many records, the accumulator. */
final class PortionCoder extends CustomCoder<Portion> {

  private static final long serialVersionUID = 1;

  private final AccumulatorCoder accumulators;

  PortionCoder(AccumulatorCoder accumulators) {
    this.accumulators = accumulators;
  }

  @Override
  public void encode(Portion portion, OutputStream out) throws IOException {
    IntervalWindow.getCoder().encode(portion.window(), out);
    VarLongCoder.of().encode(portion.records(), out);
    accumulators.encode(portion.seen(), out);
  }

  @Override
  public Portion decode(InputStream in) throws IOException {
    return new Portion(
        IntervalWindow.getCoder().decode(in),
        VarLongCoder.of().decode(in),
        accumulators.decode(in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortionCoder coder && accumulators.equals(coder.accumulators);
  }

  @Override
  public int hashCode() {
    return accumulators.hashCode();
  }
}
