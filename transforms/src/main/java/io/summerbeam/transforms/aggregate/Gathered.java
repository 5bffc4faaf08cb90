package io.summerbeam.transforms.aggregate;

import io.summerbeam.transforms.aggregate.Slot.SlotCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle has seen of one group in one window, on its way to the state.
 *
 * @param records how many there were
 */
record Gathered(Slot slot, long records, Accumulator seen) {

  /** The slot, how many records, the accumulator. */
  static final class GatheredCoder extends CustomCoder<Gathered> {

    private static final long serialVersionUID = 1;

    private final AccumulatorCoder accumulators;

    GatheredCoder(AccumulatorCoder accumulators) {
      this.accumulators = accumulators;
    }

    @Override
    public void encode(Gathered gathered, OutputStream out) throws IOException {
      SlotCoder.of().encode(gathered.slot(), out);
      VarInt.encode(gathered.records(), out);
      accumulators.encode(gathered.seen(), out);
    }

    @Override
    public Gathered decode(InputStream in) throws IOException {
      return new Gathered(
          SlotCoder.of().decode(in), VarInt.decodeLong(in), accumulators.decode(in));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GatheredCoder coder && accumulators.equals(coder.accumulators);
    }

    @Override
    public int hashCode() {
      return Objects.hash(GatheredCoder.class, accumulators);
    }
  }
}
