package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * A window of a group that still takes records.
 *
 * @param firings how many times it has given a result
 * @param seen what the next result is made of
 */
record OpenWindow(IntervalWindow window, int firings, Accumulator seen) {

  /** Whether it has given its result on time; what comes now gives another one. */
  boolean hasFired() {
    return firings > 0;
  }

  OpenWindow fired(Accumulator next) {
    return new OpenWindow(window, firings + 1, next);
  }

  /** The window, how many firings, the accumulator. */
  static final class OpenWindowCoder extends CustomCoder<OpenWindow> {

    private static final long serialVersionUID = 1;

    private final AccumulatorCoder accumulators;

    OpenWindowCoder(AccumulatorCoder accumulators) {
      this.accumulators = accumulators;
    }

    @Override
    public void encode(OpenWindow open, OutputStream out) throws IOException {
      IntervalWindow.getCoder().encode(open.window(), out);
      VarInt.encode(open.firings(), out);
      accumulators.encode(open.seen(), out);
    }

    @Override
    public OpenWindow decode(InputStream in) throws IOException {
      return new OpenWindow(
          IntervalWindow.getCoder().decode(in), VarInt.decodeInt(in), accumulators.decode(in));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OpenWindowCoder coder && accumulators.equals(coder.accumulators);
    }

    @Override
    public int hashCode() {
      return Objects.hash(OpenWindowCoder.class, accumulators);
    }
  }
}
