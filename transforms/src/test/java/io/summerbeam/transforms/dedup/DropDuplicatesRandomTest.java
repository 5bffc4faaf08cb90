package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.state.StateOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** {@link DropDuplicates} on random records, against what its Javadoc promises. */
public class DropDuplicatesRandomTest {

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addNullableField("n", FieldType.INT64).build();
  private static final Duration DAY = Duration.ofDays(1);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void randomRecords_eachDroppedOneIsNearAKeptOne() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(4);
    Random random = new Random(7);
    List<TimestampedValue<Row>> events = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      events.add(at(random.nextInt(1000) - 500, "k" + random.nextInt(20), 1L));
    }
    PCollection<Row> withTimes =
        pipeline
            .apply(Create.timestamped(events).withCoder(RowCoder.of(EVENT)))
            .setRowSchema(EVENT)
            .apply(DropDuplicates.by("id").within(DAY));

    Map<String, List<Long>> all = new HashMap<>();
    for (TimestampedValue<Row> event : events) {
      all.computeIfAbsent(event.getValue().getString("id"), k -> new ArrayList<>())
          .add(event.getTimestamp().getMillis());
    }
    PAssert.that(withTimes.apply(new TimesByKey())).satisfies(new NothingMissing(all));
    pipeline.run().waitUntilFinish();
  }

  private static TimestampedValue<Row> at(int hour, String id, Long n) {
    return TimestampedValue.of(event(id, n), hour(hour));
  }

  private static Instant hour(int hour) {
    return Instant.parse("2001-01-01T00:00:00Z").plus(org.joda.time.Duration.millis(hour * HOUR));
  }

  private static Row event(String id, Long n) {
    return Row.withSchema(EVENT).addValues(id, n).build();
  }

  /** Key and time of each record, as text. */
  private static final class TimesByKey extends PTransform<PCollection<Row>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollection<Row> rows) {
      return rows.apply(
          ParDo.of(
              new DoFn<Row, String>() {
                @ProcessElement
                public void process(
                    @Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
                  out.output(row.getString("id") + "@" + time.getMillis());
                }
              }));
    }
  }

  /** Kept records of a key are a day apart, and every record is near a kept one. */
  private static final class NothingMissing
      implements SerializableFunction<Iterable<String>, Void> {
    private final Map<String, List<Long>> all;

    NothingMissing(Map<String, List<Long>> all) {
      this.all = all;
    }

    @Override
    public Void apply(Iterable<String> keptText) {
      Map<String, List<Long>> kept = new HashMap<>();
      for (String text : keptText) {
        kept.computeIfAbsent(text.substring(0, text.indexOf('@')), k -> new ArrayList<>())
            .add(Long.parseLong(text.substring(text.indexOf('@') + 1)));
      }
      all.forEach(
          (key, times) -> {
            List<Long> keptTimes = kept.get(key);
            for (long time : times) {
              assertThat(
                  key + " " + time,
                  keptTimes.stream().anyMatch(k -> Math.abs(k - time) < DAY.toMillis()),
                  equalTo(true));
            }
            for (int i = 0; i < keptTimes.size(); i++) {
              for (int j = 0; j < i; j++) {
                assertThat(
                    Math.abs(keptTimes.get(i) - keptTimes.get(j)) >= DAY.toMillis(), equalTo(true));
              }
            }
          });
      return null;
    }
  }
}
