package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.transforms.aggregate.Measured.Timed;
import io.summerbeam.transforms.aggregate.ModelStreams.Kind;
import io.summerbeam.transforms.aggregate.NaiveAggregate.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.testing.WindowFnTestUtils;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.junit.Test;

/**
 * Thousands of {@link ModelStreams} in each kind of window, in memory: records into windows as a
 * runner does it, those of a window measured in random parts, against {@link NaiveAggregate}.
 */
public class WindowsModelTest {

  private static final int STREAMS_A_KIND = 3_000;

  private static final List<Measure.Bound> MEASURES =
      Measured.bound(NaiveAggregate.measuring(Aggregate.globally()));

  @Test
  public void everyKindOfWindow_isAsTheModelSays() throws Exception {
    Random random = new Random(17);
    for (Map.Entry<String, Kind> kind : ModelStreams.KINDS.entrySet()) {
      for (int i = 0; i < STREAMS_A_KIND; i++) {
        long time = ModelStreams.TIMES.get(random.nextInt(ModelStreams.TIMES.size()));
        List<Event> events = ModelStreams.stream(time, random);
        assertThat(
            kind.getKey() + " " + events,
            results(events, kind.getValue().windows(), random),
            equalTo(NaiveAggregate.results(events, kind.getValue().cut())));
      }
    }
  }

  private static <W extends BoundedWindow> List<String> results(
      List<Event> events, WindowFn<Object, W> windows, Random random) throws Exception {
    List<String> results = new ArrayList<>();
    for (Map.Entry<W, List<Timed>> each : inWindows(events, windows).entrySet()) {
      Accumulator accumulator = Measured.fromParts(MEASURES, each.getValue(), random);
      results.add(window(each.getKey()) + measured(accumulator));
    }
    results.sort(null);
    return results;
  }

  private static <W extends BoundedWindow> Map<W, List<Timed>> inWindows(
      List<Event> events, WindowFn<Object, W> windows) throws Exception {
    Map<W, List<Timed>> records = new HashMap<>();
    for (Event event : events) {
      Timed record = new Timed(Measured.row("n", event.n()), event.time());
      for (W window : WindowFnTestUtils.assignedWindows(windows, event.time())) {
        records.computeIfAbsent(window, first -> new ArrayList<>()).add(record);
      }
    }
    windows.mergeWindows(
        windows.new MergeContext() {
          @Override
          public Collection<W> windows() {
            return List.copyOf(records.keySet());
          }

          @Override
          public void merge(Collection<W> merged, W into) {
            List<Timed> all = new ArrayList<>();
            merged.forEach(window -> all.addAll(records.remove(window)));
            records.put(into, all);
          }
        });
    return records;
  }

  private static String window(BoundedWindow window) {
    return window instanceof IntervalWindow interval
        ? interval.start().getMillis() + " " + interval.end().getMillis()
        : "all";
  }

  private static String measured(Accumulator accumulator) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MEASURES.size(); i++) {
      text.append(' ').append(accumulator.result(i));
    }
    return text.toString();
  }
}
