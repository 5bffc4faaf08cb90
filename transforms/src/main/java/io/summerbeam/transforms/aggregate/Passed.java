package io.summerbeam.transforms.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;

/**
 * What a bucket knows of the watermark between its elements.
 *
 * @param time it has passed this; not all runners tell a step more when an element comes
 * @param collectAt when to go through the windows that were closed; {@link Long#MAX_VALUE} where
 *     there are none
 */
record Passed(long time, long collectAt) {

  static final Passed NOTHING = new Passed(Long.MIN_VALUE, Long.MAX_VALUE);

  static Coder<Passed> coder() {
    return PassedCoder.INSTANCE;
  }

  private static final class PassedCoder extends AtomicCoder<Passed> {

    private static final long serialVersionUID = 1;
    private static final PassedCoder INSTANCE = new PassedCoder();

    @Override
    public void encode(Passed passed, OutputStream out) throws IOException {
      BigEndianLongCoder.of().encode(passed.time(), out);
      BigEndianLongCoder.of().encode(passed.collectAt(), out);
    }

    @Override
    public Passed decode(InputStream in) throws IOException {
      return new Passed(BigEndianLongCoder.of().decode(in), BigEndianLongCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
