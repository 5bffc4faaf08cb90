package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;

/**
 * One key in one stretch of time, the key of what is kept in a bucket. Stretches have a fixed
 * length and are numbered from the epoch on; so a key has a few times in each, however often it
 * comes.
 */
record Stretch(Digest digest, long number) {

  /** The digest, then the number: 24 bytes. */
  static final class StretchCoder extends AtomicCoder<Stretch> {

    private static final long serialVersionUID = 1;
    private static final StretchCoder INSTANCE = new StretchCoder();

    static StretchCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Stretch stretch, OutputStream out) throws IOException {
      Digest.DigestCoder.of().encode(stretch.digest(), out);
      BigEndianLongCoder.of().encode(stretch.number(), out);
    }

    @Override
    public Stretch decode(InputStream in) throws IOException {
      return new Stretch(Digest.DigestCoder.of().decode(in), BigEndianLongCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
