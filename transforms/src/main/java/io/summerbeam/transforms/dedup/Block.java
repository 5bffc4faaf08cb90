package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;

/**
 * One {@link Filter} of a bucket.
 *
 * @param generation of the records in it: a stretch of time, numbered from the epoch on
 * @param number of the block
 */
record Block(long generation, int number) {

  /** The generation, then the number: 12 bytes. */
  static final class BlockCoder extends AtomicCoder<Block> {

    private static final long serialVersionUID = 1;
    private static final BlockCoder INSTANCE = new BlockCoder();

    static BlockCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Block block, OutputStream out) throws IOException {
      BigEndianLongCoder.of().encode(block.generation(), out);
      BigEndianIntegerCoder.of().encode(block.number(), out);
    }

    @Override
    public Block decode(InputStream in) throws IOException {
      return new Block(BigEndianLongCoder.of().decode(in), BigEndianIntegerCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
