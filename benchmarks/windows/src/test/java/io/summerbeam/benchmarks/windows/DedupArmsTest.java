package io.summerbeam.benchmarks.windows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.windows.dedup.DedupArm;
import io.summerbeam.benchmarks.windows.dedup.Dropping;
import io.summerbeam.benchmarks.windows.dedup.FlinkDedupArm;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.junit.Test;

/** Each arm lets each event through once. */
public class DedupArmsTest {

  private static final int RECORDS = 3_001;
  private static final int WITHIN = 900;
  private static final int NONE_FORGOTTEN = 1_000_000;
  private static final String[] EVENTS = {"--records=" + RECORDS, "--keys=" + WITHIN};

  @Test
  public void valueState_letsEachEventThroughOnce() throws Exception {
    assertThat(beam(Dropping.VALUE_STATE), is(expected(WITHIN)));
  }

  @Test
  public void buckets_letEachEventThroughOnce() throws Exception {
    assertThat(beam(Dropping.BUCKETS), is(expected(WITHIN)));
  }

  @Test
  public void summerbeam_letsEachEventThroughOnce() throws Exception {
    assertThat(beam(Dropping.SUMMERBEAM), is(expected(WITHIN)));
  }

  @Test
  public void nativeFlink_letsEachEventThroughOnce() throws Exception {
    assertThat(
        Arms.flink(FlinkDedupArm.class, EVENTS).getProperty("checksum"), is(expected(WITHIN)));
  }

  @Test
  public void measuredState_hasSomeBytesForEachId() throws Exception {
    Properties ours =
        Arms.beamOnFlink(
            DedupArm.class,
            "--records=" + RECORDS,
            "--keys=" + NONE_FORGOTTEN,
            "--dropping=SUMMERBEAM",
            "--measuringState");
    assertThat(ours.getProperty("checksum"), is(expected(NONE_FORGOTTEN)));
    assertThat(
        Long.parseLong(ours.getProperty("count.state_bytes")) / RECORDS,
        allOf(greaterThan(8L), lessThan(500L)));
  }

  @Test
  public void measuredStateOfFlink_hasSomeBytesForEachId() throws Exception {
    Properties flink =
        Arms.flink(
            FlinkDedupArm.class,
            "--records=" + RECORDS,
            "--keys=" + NONE_FORGOTTEN,
            "--measuringState=true");
    assertThat(flink.getProperty("checksum"), is(expected(NONE_FORGOTTEN)));
    assertThat(
        Long.parseLong(flink.getProperty("count.state_bytes")) / RECORDS,
        allOf(greaterThan(8L), lessThan(500L)));
  }

  @Test
  public void oneOfTwentyEvents_wasThereBefore() {
    assertThat(ids(), allOf(greaterThan(RECORDS * 93 / 100), lessThan(RECORDS * 97 / 100)));
  }

  private static String beam(Dropping dropping) throws Exception {
    return Arms.beamOnFlink(DedupArm.class, EVENTS[0], EVENTS[1], "--dropping=" + dropping.name())
        .getProperty("checksum");
  }

  private static int ids() {
    String expected = expected(WITHIN);
    return Integer.parseInt(expected.substring(0, expected.indexOf(':')));
  }

  private static String expected(long within) {
    Events events = new Events(within);
    Set<String> seen = new HashSet<>();
    ResultSum sum = new ResultSum();
    for (long number = 0; number < RECORDS; number++) {
      Event event = events.event(number);
      if (seen.add(event.id())) {
        sum.add(Checksum.hash(event.id().hashCode(), event.amount()));
      }
    }
    return sum.text();
  }
}
