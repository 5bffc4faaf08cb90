package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/**
 * {@link Aggregate} that keeps what is late, in a pipeline, on random histories, each of a key of
 * its own; as many as the Direct runner does in some seconds. What is late is an output, a dead
 * letter and a count, and each of them says how late it was. There are thousands in {@link
 * LateDataFnRandomTest}.
 */
public class AggregateLateDataRandomTest {

  private static final int HISTORIES = 40;
  private static final int MOMENTS = 8;
  private static final long MEMORY = 25;

  // As the model has it: number, start, end, lateness.
  private static final Pattern LATE = Pattern.compile("(\\d+) (-?\\d+)-(-?\\d+) (\\d+)");

  private static final Schema EVENT =
      Schema.builder().addStringField("id").addInt64Field("n").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void fixedWindows_withAllowedLateness() {
    check(41, Windows.fixed(Duration.ofMillis(10)), 7);
  }

  @Test
  public void slidingWindows() {
    check(42, Windows.sliding(Duration.ofMillis(12), Duration.ofMillis(5)), 0);
  }

  @Test
  public void sessions() {
    check(43, Windows.sessions(Duration.ofMillis(6)), 0);
  }

  @SuppressWarnings("unchecked")
  private void check(long seed, WindowFn<Object, ? extends BoundedWindow> windows, long lateness) {
    Random random = new Random(seed);
    WindowFn<Object, IntervalWindow> intervals = (WindowFn<Object, IntervalWindow>) windows;
    List<LateDataModel> models = new ArrayList<>();
    for (int key = 0; key < HISTORIES; key++) {
      models.add(
          new LateDataModel(
              time -> windowsAt(intervals, time), WindowKind.of(windows), lateness, MEMORY, true));
    }
    Map<Long, Long> times = new HashMap<>();
    TestStream<Row> stream = stream(random, models, times);
    PCollectionTuple out;
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      out =
          pipeline
              .apply(stream)
              .setRowSchema(EVENT)
              .apply(
                  Aggregate.by("id")
                      .over(windows)
                      .withAllowedLateness(Duration.ofMillis(lateness))
                      .count("count")
                      .sum("n", "sum")
                      .withClosedWindowsFor(Duration.ofMillis(MEMORY))
                      .withLateData(dead)
                      .keepingLateData());
    }
    List<String> results = new ArrayList<>();
    List<String> late = new ArrayList<>();
    Map<Long, Letter> letters = new TreeMap<>();
    for (int key = 0; key < HISTORIES; key++) {
      for (String text : models.get(key).results()) {
        results.add("k" + key + " " + text);
      }
      for (String text : models.get(key).late()) {
        late.add("k" + key + " " + text);
        Letter letter = Letter.of(text, times);
        // Of the windows that a record missed, the last.
        letters.merge(letter.number(), letter, (a, b) -> a.end() > b.end() ? a : b);
      }
    }
    assertThat("some are late", late.isEmpty(), equalTo(false));

    PAssert.that(out.get(SplitLateData.RESULTS).apply("results", ParDo.of(new ResultFn())))
        .containsInAnyOrder(results);
    PAssert.that(out.get(SplitLateData.LATE).apply("late", ParDo.of(new LateFn())))
        .containsInAnyOrder(late);
    PAssert.that(dead.collection().apply("letters", ParDo.of(new LetterFn())))
        .containsInAnyOrder(letters.values().stream().map(Letter::text).toList());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Aggregate/records_late"), equalTo((long) letters.size()));
    DistributionResult told = latenesses(result);
    LongSummaryStatistics expected =
        letters.values().stream().mapToLong(Letter::lateness).summaryStatistics();
    assertThat(told.getCount(), equalTo(expected.getCount()));
    assertThat(told.getSum(), equalTo(expected.getSum()));
    assertThat(told.getMin(), equalTo(expected.getMin()));
    assertThat(told.getMax(), equalTo(expected.getMax()));
  }

  /** What the dead letter of a late record says: its time, the window, and how late it was. */
  private record Letter(long number, long time, long start, long end, long lateness) {

    /** Of what the model says of a late record. */
    static Letter of(String late, Map<Long, Long> times) {
      Matcher parts = LATE.matcher(late);
      if (!parts.matches()) {
        throw new AssertionError(late);
      }
      long number = Long.parseLong(parts.group(1));
      return new Letter(
          number,
          times.get(number),
          Long.parseLong(parts.group(2)),
          Long.parseLong(parts.group(3)),
          Long.parseLong(parts.group(4)));
    }

    String text() {
      return time + " " + start + "-" + end + " " + Duration.ofMillis(lateness);
    }
  }

  private static DistributionResult latenesses(PipelineResult result) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(
                    MetricNameFilter.named(CounterName.NAMESPACE, "Aggregate/lateness_ms"))
                .build())
        .getDistributions()
        .iterator()
        .next()
        .getCommitted();
  }

  /**
   * @param times of the records by their numbers, which it fills
   */
  private static TestStream<Row> stream(
      Random random, List<LateDataModel> models, Map<Long, Long> times) {
    long watermark = 0;
    long number = 1;
    TestStream.Builder<Row> stream =
        TestStream.create(EVENT).advanceWatermarkTo(Instant.ofEpochMilli(watermark));
    for (int moment = 0; moment < MOMENTS; moment++) {
      List<TimestampedValue<Row>> events = new ArrayList<>();
      for (int key = 0; key < models.size(); key++) {
        List<Long> together = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          together.add(watermark - random.nextInt(40) + random.nextInt(30));
        }
        models.get(key).arrive(watermark, together, number);
        for (long time : together) {
          events.add(
              TimestampedValue.of(
                  Row.withSchema(EVENT).addValues("k" + key, number).build(),
                  Instant.ofEpochMilli(time)));
          times.put(number, time);
          number++;
        }
      }
      stream = add(stream, events);
      fire(models, watermark);
      watermark += 1 + random.nextInt(15);
      stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(watermark));
      fire(models, watermark);
    }
    fire(models, Long.MAX_VALUE);
    return stream.advanceWatermarkToInfinity();
  }

  private static void fire(List<LateDataModel> models, long watermark) {
    models.forEach(model -> model.fire(watermark));
  }

  @SuppressWarnings("unchecked")
  private static TestStream.Builder<Row> add(
      TestStream.Builder<Row> stream, List<TimestampedValue<Row>> events) {
    return stream.addElements(
        events.get(0), events.subList(1, events.size()).toArray(new TimestampedValue[0]));
  }

  private static Collection<IntervalWindow> windowsAt(
      WindowFn<Object, IntervalWindow> windows, long time) {
    try {
      return windows.assignWindows(
          windows.new AssignContext() {
            @Override
            public Object element() {
              return time;
            }

            @Override
            public Instant timestamp() {
              return Instant.ofEpochMilli(time);
            }

            @Override
            public BoundedWindow window() {
              return GlobalWindow.INSTANCE;
            }
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static final class ResultFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(@Element Row row, OutputReceiver<String> out) {
      out.output(
          row.getString("id")
              + " "
              + windowOf(row)
              + " "
              + row.getInt64("count")
              + " "
              + row.getInt64("sum"));
    }
  }

  private static final class LateFn extends DoFn<Row, String> {
    @ProcessElement
    public void process(@Element Row row, OutputReceiver<String> out) {
      out.output(
          row.getString("id")
              + " "
              + row.getInt64("n")
              + " "
              + windowOf(row)
              + " "
              + row.getInt64("lateness_ms"));
    }
  }

  private static final class LetterFn extends DoFn<DeadLetter, String> {
    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<String> out) {
      String message = letter.message();
      out.output(
          letter.eventTime().getMillis()
              + " "
              + letter.windowStart().getMillis()
              + "-"
              + letter.windowEnd().getMillis()
              + " "
              + message.substring(message.lastIndexOf(' ') + 1, message.length() - 1));
    }
  }

  private static String windowOf(Row row) {
    return row.getDateTime("window_start").getMillis()
        + "-"
        + row.getDateTime("window_end").getMillis();
  }
}
