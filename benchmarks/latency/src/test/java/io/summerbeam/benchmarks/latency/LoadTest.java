package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class LoadTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  // 1,000 a second for 3 seconds; the last 2 are recorded.
  private final Load load = new Load(1000, 10, 3010, 5_000);

  @Test
  public void latency_countsFromCreation() {
    for (long number = 10; number < 3010; number++) {
      load.recordOut(number, load.createdAt(number) + (number == 3009 ? 70 : 20) * MILLI);
    }
    load.resultOut(2000, load.createdAt(2000) + 33 * MILLI);
    Map<String, String> records = load.records().figures();
    assertThat(records.get("count"), is("2000"));
    assertThat(Long.parseLong(records.get("p50")) / 1e3, closeTo(20, 0.03));
    assertThat(Long.parseLong(records.get("p99.9")) / 1e3, closeTo(20, 0.03));
    assertThat(Long.parseLong(records.get("max")) / 1e3, closeTo(70, 0.1));
    assertThat(Long.parseLong(load.results().figures().get("p50")) / 1e3, closeTo(33, 0.05));
  }

  @Test
  public void bursts_areKeptUpWith() {
    for (long number = 10; number < 3010; number++) {
      load.recordOut(number, load.createdAt(number) + (number % 100) * MILLI);
    }
    assertThat(load.achieved(), is(1000.0));
  }

  @Test
  public void growingQueue_isNot() {
    for (long number = 10; number < 3010; number++) {
      load.recordOut(number, load.createdAt(number) + (number - 10) * MILLI / 4);
    }
    assertThat(load.achieved(), closeTo(800, 1));
  }
}
