package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.summerbeam.transforms.aggregate.Gathered.GatheredCoder;
import io.summerbeam.transforms.aggregate.Slot.SlotCoder;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link Gathered} and {@link Slot} on their way, and in a state that a runner restores. */
public class GatheredTest {

  private static final Schema KEY = Schema.builder().addStringField("key").build();
  private static final List<Measure.Bound> SUM =
      Measured.bound(Aggregate.globally().count("count").sum("n", "sum"));
  private static final List<Measure.Bound> MAX =
      Measured.bound(Aggregate.globally().max("n", "max"));

  @Test
  public void gathered_writtenAndRead_isTheSame() throws Exception {
    GatheredCoder coder = new GatheredCoder(new AccumulatorCoder(SUM));
    Slot slot = Slot.of(key("Turku"), window(-7, 1 << 30));
    Accumulator seen = Measured.accumulated(SUM, Measured.random(new Random(1), 5));

    Gathered read =
        CoderUtils.decodeFromByteArray(
            coder, CoderUtils.encodeToByteArray(coder, new Gathered(slot, 5, seen)));

    assertThat(read.slot(), equalTo(slot));
    assertThat(read.slot().key().row(RowCoder.of(KEY)), equalTo(keyRow("Turku")));
    assertThat(read.records(), equalTo(5L));
    assertThat(Measured.encoded(SUM, read.seen()), equalTo(Measured.encoded(SUM, seen)));
  }

  @Test
  public void slot_isOfItsWindow() {
    Slot slot = Slot.of(key("Turku"), window(-7, 13));

    assertThat(slot.window(), equalTo(window(-7, 13)));
    assertThat(slot.last(), equalTo(window(-7, 13).maxTimestamp().getMillis()));
  }

  @Test
  public void coders_ofTheSameFunctions_areEqual_whereStateIsRestored() {
    GatheredCoder coder = new GatheredCoder(new AccumulatorCoder(SUM));
    GatheredCoder restored = SerializableUtils.clone(coder);

    assertThat(restored, equalTo(coder));
    assertThat(restored.hashCode(), equalTo(coder.hashCode()));
    assertThat(coder, not(equalTo(new GatheredCoder(new AccumulatorCoder(MAX)))));
    assertThat(SerializableUtils.clone(SlotCoder.of()), equalTo(SlotCoder.of()));
  }

  private static GroupKey key(String key) {
    return GroupKey.of(keyRow(key), RowCoder.of(KEY));
  }

  private static Row keyRow(String key) {
    return Row.withSchema(KEY).addValues(key).build();
  }

  private static IntervalWindow window(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }
}
