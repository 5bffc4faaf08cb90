package io.summerbeam.contract.fuzz;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong with Avro and Protobuf: lengths, counts, tags, branches. */
final class BinaryMutations {

  // As Avro writes numbers, and as Protobuf does: the same bytes, which mean other numbers.
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    127,
    128,
    8_193,
    65_536,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -2,
    -1
  };

  private static final byte[][] NOTABLE = {
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
    {-128, -128, -128, -128, -128, -128, -128, -128, -128, 0},
    {-128, 0},
    // Groups, begun and ended.
    {0x0B, 0x0B, 0x0B, 0x0C},
    {0x13, 0x1C},
    // No number, and wire types that there are not.
    {0x00},
    {0x0E},
    {0x0F}
  };

  static final List<Mutation> ALL =
      List.of(
          (record, random) -> Mutation.insert(record, varint(random), random),
          BinaryMutations::overwrite,
          BinaryMutations::overwrite,
          // A number that does not end.
          (record, random) ->
              Mutation.insert(record, NOTABLE[random.nextInt(NOTABLE.length)], random));

  private BinaryMutations() {}

  static byte[] varint(SplittableRandom random) {
    long value =
        random.nextInt(4) == 0
            ? random.nextLong() >>> random.nextInt(Long.SIZE)
            : NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer bytes = ByteBuffer.allocate(10);
    while ((value & ~0x7FL) != 0) {
      bytes.put((byte) (value | 0x80));
      value >>>= 7;
    }
    bytes.put((byte) value);
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A number in the place of one, which most often is one byte. */
  private static byte[] overwrite(byte[] record, SplittableRandom random) {
    int from = random.nextInt(record.length + 1);
    return Mutation.splice(record, from, Math.min(record.length, from + 1), varint(random));
  }

  /** Another header of a registry: an id that there is, or is not, or that of another language. */
  static byte[] registryHeader(byte[] record, SplittableRandom random) {
    byte[] result = record.length < 5 ? new byte[5] : record.clone();
    int id = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(Schemas.COUNT + 3);
    ByteBuffer.wrap(result).put((byte) (random.nextInt(20) == 0 ? 1 : 0)).putInt(id);
    return result;
  }
}
