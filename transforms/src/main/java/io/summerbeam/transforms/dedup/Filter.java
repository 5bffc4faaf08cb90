package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A Bloom filter of keys, and how many were added to it.
 *
 * <p>Guava's takes the bits of a key in steps of one length, and some lengths come back to the same
 * bits soon. For large filters that is nothing; one of two kilobytes it makes wrong up to half as
 * often again as its rate says, and one of a hundred bytes many times as often. Here each bit is a
 * number of its own.
 */
final class Filter {

  private final long[] words;
  private final int bitsOfAKey;
  private int records;

  private Filter(long[] words, int bitsOfAKey, int records) {
    this.words = words;
    this.bitsOfAKey = bitsOfAKey;
    this.records = records;
  }

  static Filter empty(FilterSize size) {
    return new Filter(new long[size.words()], size.bitsOfAKey(), 0);
  }

  Filter copy() {
    return new Filter(words.clone(), bitsOfAKey, records);
  }

  /** How many keys were added. */
  int records() {
    return records;
  }

  /** False only if the key was not added. */
  boolean mayContain(Digest digest) {
    long sequence = digest.high();
    for (int i = 0; i < bitsOfAKey; i++) {
      int bit = bit(sequence);
      if ((words[bit / Long.SIZE] & (1L << bit)) == 0) {
        return false;
      }
      sequence += step(digest);
    }
    return true;
  }

  void add(Digest digest) {
    long sequence = digest.high();
    for (int i = 0; i < bitsOfAKey; i++) {
      int bit = bit(sequence);
      words[bit / Long.SIZE] |= 1L << bit;
      sequence += step(digest);
    }
    records++;
  }

  // Odd, so that the sequence comes back to no number.
  private static long step(Digest digest) {
    return digest.low() | 1;
  }

  // The last step of SplitMix64, which makes chance of a sequence; then its upper half, scaled to
  // the bits there are.
  private int bit(long sequence) {
    long mixed = (sequence ^ (sequence >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    mixed ^= mixed >>> 31;
    long bits = (long) words.length * Long.SIZE;
    return (int) (((mixed >>> 32) * bits) >>> 32);
  }

  /** The number of keys, the words, how many bits a key has, and the words. */
  static final class FilterCoder extends AtomicCoder<Filter> {

    private static final long serialVersionUID = 1;
    // Far more than any block has: what is larger was not written here.
    private static final int MOST_WORDS = 1 << 16;
    private static final FilterCoder INSTANCE = new FilterCoder();

    static FilterCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Filter filter, OutputStream out) throws IOException {
      BigEndianIntegerCoder.of().encode(filter.records, out);
      BigEndianIntegerCoder.of().encode(filter.words.length, out);
      out.write(filter.bitsOfAKey);
      ByteBuffer bytes = ByteBuffer.allocate(filter.words.length * Long.BYTES);
      bytes.asLongBuffer().put(filter.words);
      out.write(bytes.array());
    }

    @Override
    public Filter decode(InputStream in) throws IOException {
      int records = BigEndianIntegerCoder.of().decode(in);
      int length = BigEndianIntegerCoder.of().decode(in);
      int bitsOfAKey = in.read();
      if (length < 1 || length > MOST_WORDS || bitsOfAKey < 1) {
        throw new CoderException(
            "A filter must have from 1 to "
                + MOST_WORDS
                + " words, and at least 1 bit for a key, but has "
                + length
                + " and "
                + bitsOfAKey
                + ": it was cut or overwritten, or written by another version.");
      }
      byte[] bytes = in.readNBytes(length * Long.BYTES);
      if (bytes.length < length * Long.BYTES) {
        throw new CoderException(
            "A filter has " + length + " words, but " + bytes.length + " bytes came.");
      }
      long[] words = new long[length];
      ByteBuffer.wrap(bytes).asLongBuffer().get(words);
      return new Filter(words, bitsOfAKey, records);
    }
  }
}
