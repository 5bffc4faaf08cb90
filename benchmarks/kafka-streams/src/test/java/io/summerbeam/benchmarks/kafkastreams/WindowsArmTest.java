package io.summerbeam.benchmarks.kafkastreams;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.ArmProcess;
import io.summerbeam.benchmarks.arm.Checksum;
import io.summerbeam.benchmarks.arm.ResultSum;
import io.summerbeam.benchmarks.windows.Readings;
import io.summerbeam.benchmarks.windows.Sums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The arm has the sums of each sensor in each of its windows, the last one too. */
public class WindowsArmTest {

  private static final int RECORDS = 30_001;
  private static final int KEYS = 70;
  private static final int PER_WINDOW = 4_000;

  @Test
  public void defaultSetting_hasAllSums() throws Exception {
    assertThat(checksum("default"), is(expected()));
  }

  @Test
  public void tunedSetting_hasAllSums() throws Exception {
    assertThat(checksum("tuned"), is(expected()));
  }

  private static String checksum(String setting) throws Exception {
    // Surefire hands its own class path on in a jar; the property has the real one.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return ArmProcess.run(
            List.of("-Xmx512m"),
            classPath,
            WindowsArm.class.getName(),
            List.of(
                "--records=" + RECORDS,
                "--keys=" + KEYS,
                "--perWindow=" + PER_WINDOW,
                "--setting=" + setting))
        .getProperty("checksum");
  }

  private static String expected() {
    Readings readings = new Readings(KEYS, PER_WINDOW);
    long length = Readings.WINDOW.toMillis();
    Map<Long, Map<String, Sums>> windows = new HashMap<>();
    for (long number = 0; number < RECORDS; number++) {
      windows
          .computeIfAbsent(readings.pace().time(number) / length * length, start -> new HashMap<>())
          .computeIfAbsent(readings.sensor(number), sensor -> new Sums())
          .add(Readings.amount(number));
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
