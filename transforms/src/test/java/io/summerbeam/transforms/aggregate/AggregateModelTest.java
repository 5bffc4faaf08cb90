package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Cut;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link ModelStreams} in every kind of window, against {@link NaiveAggregate}, through pipelines.
 * Each key has one around each of their times: a run is hundreds of streams in each kind of window.
 * Thousands in memory: {@link WindowsModelTest}.
 */
public class AggregateModelTest {

  private static final int KEYS = 6;

  private static final Schema EVENT =
      Schema.builder().addStringField("key").addNullableField("n", FieldType.INT64).build();

  private enum Way {
    COMBINED,
    IN_PARTS,
    IN_STATE,
    IN_FEW_STATES
  }

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void combined_isAsTheModelSays() {
    run(1, Way.COMBINED);
  }

  @Test
  public void combinedInParts_isAsTheModelSays() {
    run(2, Way.IN_PARTS);
  }

  @Test
  public void windowsInState_isAsTheModelSays() {
    run(1, Way.IN_STATE);
  }

  @Test
  public void windowsInFewStates_isAsTheModelSays() {
    run(3, Way.IN_FEW_STATES);
  }

  private void run(long seed, Way way) {
    StateOptions options = pipeline.getOptions().as(StateOptions.class);
    options.setWindowsInState(way == Way.IN_STATE || way == Way.IN_FEW_STATES);
    if (way == Way.IN_FEW_STATES) {
      options.setStateBuckets(2);
    }
    Random random = new Random(seed);
    Map<String, List<Event>> streams = new TreeMap<>();
    List<TimestampedValue<Row>> records = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "k" + i;
      List<Event> events = new ArrayList<>();
      ModelStreams.TIMES.forEach(time -> events.addAll(ModelStreams.stream(time, random)));
      streams.put(key, events);
      for (Event event : events) {
        records.add(
            TimestampedValue.of(
                Row.withSchema(EVENT).addValues(key, event.n()).build(),
                Instant.ofEpochMilli(event.time())));
      }
    }
    Collections.shuffle(records, random);
    PCollection<Row> input =
        pipeline
            .apply(Create.timestamped(records).withCoder(RowCoder.of(EVENT)))
            .setRowSchema(EVENT);
    ModelStreams.KINDS.forEach(
        (name, kind) -> {
          Aggregate aggregate = NaiveAggregate.measuring(Aggregate.by("key").over(kind.windows()));
          if (way == Way.IN_PARTS && kind.windows().isNonMerging()) {
            aggregate = aggregate.withHotKeyFanout(3);
          }
          assertResults(name, input.apply(name, aggregate), expected(streams, kind.cut()));
        });
    pipeline.run().waitUntilFinish();
  }

  private static List<String> expected(Map<String, List<Event>> streams, Cut cut) {
    List<String> all = new ArrayList<>();
    streams.forEach(
        (key, events) ->
            NaiveAggregate.results(events, cut).forEach(line -> all.add(key + " " + line)));
    all.sort(null);
    return all;
  }

  private static void assertResults(String name, PCollection<Row> out, List<String> expected) {
    PAssert.that(name, out)
        .satisfies(
            rows -> {
              List<String> found = new ArrayList<>();
              rows.forEach(row -> found.add(line(row)));
              found.sort(null);
              assertThat(name, found, equalTo(expected));
              return null;
            });
  }

  private static String line(Row row) {
    String window =
        row.getSchema().hasField("window_start")
            ? row.getDateTime("window_start").getMillis()
                + " "
                + row.getDateTime("window_end").getMillis()
            : "all";
    StringBuilder line = new StringBuilder(row.getString("key")).append(' ').append(window);
    for (int i = row.getSchema().indexOf("count"); i < row.getFieldCount(); i++) {
      line.append(' ').append(row.<Object>getValue(i));
    }
    return line.toString();
  }
}
