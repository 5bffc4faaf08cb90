package io.summerbeam.transforms.aggregate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Records of all types, and what accumulators make of them. */
final class Measured {

  static final Schema INNER = Schema.builder().addInt32Field("i").addStringField("s").build();

  static final Schema INPUT =
      Schema.builder()
          .addNullableField("n", FieldType.INT64)
          .addNullableField("i", FieldType.INT32)
          .addNullableField("d", FieldType.DOUBLE)
          .addNullableField("x", FieldType.DOUBLE)
          .addNullableField("f", FieldType.FLOAT)
          .addNullableField("m", FieldType.DECIMAL)
          .addNullableField("s", FieldType.STRING)
          .addNullableField("t", FieldType.DATETIME)
          .addNullableField("b", FieldType.BOOLEAN)
          .addNullableField("y", FieldType.BYTES)
          .addNullableField("r", FieldType.row(INNER))
          .build();

  private static final long[] LONGS = {Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, 0, -1};
  private static final double[] DOUBLES = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MAX_VALUE,
    Double.MAX_VALUE,
    1.5
  };
  private static final String[] DECIMALS = {
    "1.0", "1.00", "1", "100", "1E+2", "0", "0.000", "-7.5"
  };

  private Measured() {}

  /** A record and its event time. */
  record Timed(Row row, long time) {}

  static List<Measure.Bound> bound(Aggregate aggregate) {
    return bound(aggregate, INPUT);
  }

  static List<Measure.Bound> bound(Aggregate aggregate, Schema input) {
    return aggregate.measures().stream()
        .map(measure -> measure.bind(input, CoderRegistry.createDefault()))
        .toList();
  }

  static Accumulator accumulated(List<Measure.Bound> bound, List<Timed> records) {
    Accumulator accumulator = Accumulator.empty(bound);
    records.forEach(record -> accumulator.add(record.row(), record.time()));
    return accumulator;
  }

  /** The same from parts, merged in any order and shape, and now and then written and read. */
  static Accumulator fromParts(List<Measure.Bound> bound, List<Timed> records, Random random)
      throws Exception {
    List<Accumulator> parts = new ArrayList<>();
    parts.add(Accumulator.empty(bound));
    int from = 0;
    int longest = 1 + random.nextInt(1 + records.size());
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(longest));
      parts.add(maybeCoded(bound, accumulated(bound, records.subList(from, to)), random));
      from = to;
    }
    while (parts.size() > 1) {
      Accumulator one = parts.remove(random.nextInt(parts.size()));
      int other = random.nextInt(parts.size());
      byte[] before = encoded(bound, parts.get(other));
      one.merge(parts.get(other));
      if (!Arrays.equals(before, encoded(bound, parts.get(other)))) {
        throw new AssertionError("merge() has changed the accumulator it took in");
      }
      parts.set(other, maybeCoded(bound, one, random));
    }
    return parts.get(0);
  }

  static byte[] encoded(List<Measure.Bound> bound, Accumulator accumulator) throws Exception {
    return CoderUtils.encodeToByteArray(new AccumulatorCoder(bound), accumulator);
  }

  static Accumulator decoded(List<Measure.Bound> bound, byte[] bytes) throws Exception {
    return CoderUtils.decodeFromByteArray(new AccumulatorCoder(bound), bytes);
  }

  /** Any count of any values, null and the odd ones among them, with times around 1970. */
  static List<Timed> random(Random random, int count) {
    List<Timed> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new Timed(randomRow(random), random.nextInt(7) - 3L));
    }
    return records;
  }

  static Row row(String field, Object value) {
    Object[] values = new Object[INPUT.getFieldCount()];
    values[INPUT.indexOf(field)] = value;
    return Row.withSchema(INPUT).addValues(values).build();
  }

  /** Bytes compared by what is in them. */
  static Object comparable(Object result) {
    if (result instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return result instanceof List<?> list
        ? list.stream().map(Measured::comparable).toList()
        : result;
  }

  private static Accumulator maybeCoded(
      List<Measure.Bound> bound, Accumulator accumulator, Random random) throws Exception {
    return random.nextBoolean() ? accumulator : decoded(bound, encoded(bound, accumulator));
  }

  private static Row randomRow(Random random) {
    Object[] values = {
      random.nextInt(3) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextInt(20) - 10L,
      random.nextInt(100) - 50,
      (random.nextDouble() - 0.5) * 1e6,
      DOUBLES[random.nextInt(DOUBLES.length)],
      (float) random.nextInt(5) - 2,
      new BigDecimal(DECIMALS[random.nextInt(DECIMALS.length)]),
      "s" + random.nextInt(20),
      new Instant(random.nextInt(9) - 4),
      random.nextInt(4) > 0,
      ("y" + random.nextInt(9)).getBytes(StandardCharsets.UTF_8),
      Row.withSchema(INNER).addValues(random.nextInt(3), "r" + random.nextInt(3)).build()
    };
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(6) == 0 ? null : values[i];
    }
    return Row.withSchema(INPUT).addValues(values).build();
  }
}
