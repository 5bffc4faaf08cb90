package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.Test;

public class JvmTest {

  @Test
  public void heap_isFixedAndTheCollectorNamed() {
    assertThat(
        new Jvm("2g", 1, List.of("-Da=b")).allFlags(),
        is(List.of("-Xms2g", "-Xmx2g", "-XX:ActiveProcessorCount=1", "-XX:+UseG1GC", "-Da=b")));
  }

  @Test
  public void collector_thatWasAskedFor_isTheOnlyOne() {
    assertThat(
        new Jvm("1g", 2, List.of("-XX:+UseParallelGC")).allFlags(),
        is(List.of("-Xms1g", "-Xmx1g", "-XX:ActiveProcessorCount=2", "-XX:+UseParallelGC")));
  }
}
