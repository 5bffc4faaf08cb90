package io.summerbeam.benchmarks.windows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.windows.aggregate.Grouping;
import io.summerbeam.benchmarks.windows.aggregate.WindowsArm;
import io.summerbeam.benchmarks.windows.flink.DataStreamArm;
import io.summerbeam.benchmarks.windows.flink.SqlArm;
import io.summerbeam.benchmarks.windows.plain.PlainArm;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.Test;

/** Each arm has the sums of each sensor in each of its windows. */
public class WindowsArmsTest {

  private static final int RECORDS = 3_001;
  private static final int KEYS = 70;
  private static final int PER_WINDOW = 400;
  private static final String[] READINGS = {
    "--records=" + RECORDS, "--keys=" + KEYS, "--perWindow=" + PER_WINDOW
  };

  @Test
  public void plain_hasAllSums() throws Exception {
    assertThat(checksum(Arms.direct(PlainArm.class, READINGS)), is(expected(1)));
  }

  @Test
  public void byHand_hasAllSums_onDirect() throws Exception {
    assertThat(
        checksum(
            Arms.direct(
                WindowsArm.class, with("--runner=DirectRunner", grouping(Grouping.BY_HAND)))),
        is(expected(1)));
  }

  @Test
  public void byHand_hasAllSums_inAStream() throws Exception {
    assertThat(beam(Grouping.BY_HAND), is(expected(1)));
  }

  @Test
  public void summerbeam_hasAllSums_inAStream() throws Exception {
    assertThat(beam(Grouping.SUMMERBEAM), is(expected(1)));
  }

  @Test
  public void summerbeam_hasAllSums_ofWindowsThatOverlap() throws Exception {
    assertThat(
        checksum(
            Arms.beamOnFlink(WindowsArm.class, with("--sliding", grouping(Grouping.SUMMERBEAM)))),
        is(expected(12)));
  }

  @Test
  public void group_hasAllSums_inAStream() throws Exception {
    assertThat(beam(Grouping.GROUP), is(expected(1)));
  }

  @Test
  public void dataStream_hasAllSums() throws Exception {
    assertThat(checksum(Arms.flink(DataStreamArm.class, READINGS)), is(expected(1)));
  }

  @Test
  public void dataStream_hasAllSums_ofWindowsThatOverlap() throws Exception {
    assertThat(checksum(Arms.flink(DataStreamArm.class, with("--sliding=true"))), is(expected(12)));
  }

  @Test
  public void sql_hasAllSums_tuned() throws Exception {
    assertThat(
        checksum(
            Arms.flink(
                SqlArm.class, with("--objectReuse=true", "--miniBatch=true", "--twoPhase=true"))),
        is(expected(1)));
  }

  @Test
  public void sql_hasAllSums_ofWindowsThatOverlap() throws Exception {
    assertThat(checksum(Arms.flink(SqlArm.class, with("--sliding=true"))), is(expected(12)));
  }

  @Test
  public void expectedSums_areOfManyWindows() {
    assertThat(expected(1), startsWith("551:"));
  }

  private static String beam(Grouping grouping) throws Exception {
    return checksum(Arms.beamOnFlink(WindowsArm.class, with(grouping(grouping))));
  }

  private static String grouping(Grouping grouping) {
    return "--grouping=" + grouping.name();
  }

  private static String[] with(String... more) {
    String[] all = new String[READINGS.length + more.length];
    System.arraycopy(READINGS, 0, all, 0, READINGS.length);
    System.arraycopy(more, 0, all, READINGS.length, more.length);
    return all;
  }

  private static String checksum(Properties report) {
    return report.getProperty("checksum");
  }

  private static String expected(int windowsOfAReading) {
    Readings readings = new Readings(KEYS, PER_WINDOW);
    long length = Readings.WINDOW.toMillis();
    Map<Long, Map<String, Sums>> windows = new TreeMap<>();
    for (long number = 0; number < RECORDS; number++) {
      long time = readings.pace().time(number);
      for (int back = 0; back < windowsOfAReading; back++) {
        windows
            .computeIfAbsent(time / length * length - back * length, start -> new TreeMap<>())
            .computeIfAbsent(readings.sensor(number), sensor -> new Sums())
            .add(Readings.amount(number));
      }
    }
    ResultSum sum = new ResultSum();
    windows.forEach(
        (start, sums) ->
            sums.forEach(
                (sensor, each) -> {
                  long hash = Checksum.hash(sensor.hashCode(), start);
                  hash = Checksum.hash(Checksum.hash(hash, each.count), each.sum);
                  double mean = (double) each.sum / each.count;
                  sum.add(Checksum.hash(hash, Double.doubleToLongBits(mean)));
                }));
    return sum.text();
  }
}
