package io.summerbeam.transforms.aggregate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * The key of a group as the bytes of its row: they are what equality of keys is, and cost less to
 * compare and to send than a row.
 *
 * <p>Keys come from outside, and any number of them with the same {@link Arrays#hashCode(byte[])}
 * is easily found: hence another hash, and an order, by which maps sort keys whose hashes are the
 * same after all.
 */
final class GroupKey implements Comparable<GroupKey> {

  // The bucket is part of the state: the same in every JVM.
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private final byte[] bytes;
  private final long hash;

  private GroupKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = XXH3.hashBytesToLong(bytes);
  }

  static GroupKey of(Row key, Coder<Row> coder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      coder.encode(key, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing can fail in memory.", e);
    }
    return new GroupKey(bytes.toByteArray());
  }

  Row row(Coder<Row> coder) {
    try {
      return CoderUtils.decodeFromByteArray(coder, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("What was encoded by this coder it decodes.", e);
    }
  }

  /** Which of so many buckets it belongs to. */
  int bucket(int buckets) {
    // Not the half that is hashCode(): the keys of a bucket would share places in a map.
    return Integer.remainderUnsigned((int) (hash >>> Integer.SIZE), buckets);
  }

  @Override
  public int compareTo(GroupKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return (int) hash;
  }

  /** The key is data. */
  @Override
  public String toString() {
    return "GroupKey of " + bytes.length + " bytes";
  }

  /** The length, then the bytes. */
  static final class GroupKeyCoder extends AtomicCoder<GroupKey> {

    private static final long serialVersionUID = 1;
    private static final GroupKeyCoder INSTANCE = new GroupKeyCoder();

    static GroupKeyCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(GroupKey key, OutputStream out) throws IOException {
      ByteArrayCoder.of().encode(key.bytes, out);
    }

    @Override
    public GroupKey decode(InputStream in) throws IOException {
      return new GroupKey(ByteArrayCoder.of().decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
