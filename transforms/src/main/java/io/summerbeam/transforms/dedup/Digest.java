package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** What stands for the key fields of a record: the first half of their SHA-256. */
record Digest(long high, long low) {

  static final int BYTES = 2 * Long.BYTES;

  /** Which of so many buckets it belongs to; digests are spread evenly. */
  int bucket(int buckets) {
    return (int) Long.remainderUnsigned(low, buckets);
  }

  /** Sixteen bytes. */
  static final class DigestCoder extends AtomicCoder<Digest> {

    private static final long serialVersionUID = 1;
    private static final DigestCoder INSTANCE = new DigestCoder();

    static DigestCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Digest digest, OutputStream out) throws IOException {
      out.write(ByteBuffer.allocate(BYTES).putLong(digest.high()).putLong(digest.low()).array());
    }

    @Override
    public Digest decode(InputStream in) throws IOException {
      byte[] bytes = in.readNBytes(BYTES);
      if (bytes.length < BYTES) {
        throw new CoderException(
            "A digest has " + BYTES + " bytes, but " + bytes.length + " came.");
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Digest(buffer.getLong(), buffer.getLong());
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
