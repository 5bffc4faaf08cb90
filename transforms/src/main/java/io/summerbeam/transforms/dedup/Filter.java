package io.summerbeam.transforms.dedup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.BloomFilter;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Funnel;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.PrimitiveSink;

/**
 * A Bloom filter of keys, and how many were added to it.
 *
 * <p>That of Beam's own Guava, which is the same on every runner; Spark brings one of its own that
 * is too old.
 */
final class Filter {

  private final BloomFilter<Digest> bloom;
  private int records;

  private Filter(BloomFilter<Digest> bloom, int records) {
    this.bloom = bloom;
    this.records = records;
  }

  static Filter empty(FilterSize size) {
    return new Filter(BloomFilter.create(DigestFunnel.INSTANCE, size.records(), size.rate()), 0);
  }

  Filter copy() {
    return new Filter(bloom.copy(), records);
  }

  /** How many keys were added. */
  int records() {
    return records;
  }

  /** False only if the key was not added. */
  boolean mayContain(Digest digest) {
    return bloom.mightContain(digest);
  }

  void add(Digest digest) {
    bloom.put(digest);
    records++;
  }

  private enum DigestFunnel implements Funnel<Digest> {
    INSTANCE;

    @Override
    public void funnel(Digest digest, PrimitiveSink into) {
      into.putLong(digest.high()).putLong(digest.low());
    }
  }

  /** The number of keys, then the filter as Guava writes it. */
  static final class FilterCoder extends AtomicCoder<Filter> {

    private static final long serialVersionUID = 1;
    private static final FilterCoder INSTANCE = new FilterCoder();

    static FilterCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Filter filter, OutputStream out) throws IOException {
      BigEndianIntegerCoder.of().encode(filter.records, out);
      filter.bloom.writeTo(out);
    }

    @Override
    public Filter decode(InputStream in) throws IOException {
      int records = BigEndianIntegerCoder.of().decode(in);
      return new Filter(BloomFilter.readFrom(in, DigestFunnel.INSTANCE), records);
    }
  }
}
