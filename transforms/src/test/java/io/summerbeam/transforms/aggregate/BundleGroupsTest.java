package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link BundleGroups}: what a bundle holds is bounded. */
public class BundleGroupsTest {

  private static final Schema EVENT = Schema.builder().addInt32Field("id").build();
  private static final IntervalWindow WINDOW =
      new IntervalWindow(new Instant(0), new Instant(1000));

  private final BundleGroups groups = new BundleGroups(EVENT, new int[] {0}, count(EVENT));

  @Test
  public void manyRecordsOfOneGroup_areFullToo() {
    add(BundleGroups.MOST_RECORDS - 1);
    assertThat(groups.isFull(), equalTo(false));
    add(1);
    assertThat(groups.isFull(), equalTo(true));
  }

  @Test
  public void drained_startsAnew() {
    add(BundleGroups.MOST_RECORDS);
    List<Object> counts = new ArrayList<>();
    groups.drain((key, portion) -> counts.add(portion.seen().result(0)));
    assertThat(counts, contains((Object) (long) BundleGroups.MOST_RECORDS));
    assertThat(groups.isFull(), equalTo(false));
  }

  @Test
  public void keysOfEqualBytes_areOneGroup() {
    Schema keys =
        Schema.builder()
            .addNullableField("any", FieldType.BYTES)
            .addField("fixed", FieldType.logicalType(FixedBytes.of(2)))
            .addStringField("text")
            .build();
    BundleGroups byBytes = new BundleGroups(keys, new int[] {0, 1, 2}, count(keys));
    for (String text : new String[] {"a", "b", "a", null, "a", null}) {
      // New arrays each time.
      byBytes.add(
          Row.withSchema(keys)
              .attachValues(Arrays.asList(text == null ? null : bytes(text), bytes("xy"), "z")),
          0,
          WINDOW);
    }
    List<String> counts = new ArrayList<>();
    byBytes.drain(
        (key, portion) -> {
          byte[] any = key.getValue(0);
          byte[] fixed = key.getValue(1);
          counts.add(
              (any == null ? null : text(any))
                  + " "
                  + text(fixed)
                  + " "
                  + key.getString(2)
                  + ": "
                  + portion.seen().result(0));
        });
    assertThat(counts, containsInAnyOrder("a xy z: 3", "b xy z: 1", "null xy z: 2"));
  }

  @Test
  public void drained_isCompact() throws Exception {
    List<Measure.Bound> sum =
        Measured.bound(
            Aggregate.globally().combine("n", new BufferedSumFn(), FieldType.INT64, "sum"));
    BundleGroups global = new BundleGroups(Schema.of(), new int[0], sum);
    for (long n : new long[] {3, 4, 5}) {
      global.add(Measured.row("n", n), 0, WINDOW);
    }
    List<Accumulator> seen = new ArrayList<>();
    global.drain((key, portion) -> seen.add(portion.seen()));

    Accumulator expected = Accumulator.empty(sum);
    for (long n : new long[] {3, 4, 5}) {
      expected.add(Measured.row("n", n), 0);
    }
    expected.compact();
    assertThat(seen.get(0).result(0), equalTo(12L));
    assertThat(Measured.encoded(sum, seen.get(0)), equalTo(Measured.encoded(sum, expected)));
  }

  private void add(int records) {
    Row row = Row.withSchema(EVENT).addValue(1).build();
    for (int i = 0; i < records; i++) {
      groups.add(row, i, WINDOW);
    }
  }

  private static List<Measure.Bound> count(Schema input) {
    return List.of(new CountMeasure("n").bind(input, CoderRegistry.createDefault()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
