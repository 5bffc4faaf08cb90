package io.summerbeam.benchmarks.latency;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.ArmProcess;
import io.summerbeam.benchmarks.latency.summerbeam.SummerbeamArm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.HdrHistogram.Histogram;
import org.junit.Test;

/** Our arm from the source to the report; it compares its results with the plain loop's itself. */
public class ArmsTest {

  private static final Path HOME = Path.of("../..");
  private static final Path DATA = HOME.resolve("samples/data/flights");

  @Test
  public void summerbeam_hasTheResultsOfThePlainLoop_andLatenciesOfBoth() throws Exception {
    Properties report =
        ArmProcess.run(
            List.of(
                "-Xmx512m",
                "@"
                    + HOME.resolve(
                        "runners-config/flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm")),
            String.join(
                File.pathSeparator,
                "target/classes",
                "../flights/target/classes",
                "../arm/target/classes",
                place(Histogram.class),
                Files.readString(HOME.resolve("samples/distribution/flink/target/classpath"))
                    .trim()),
            SummerbeamArm.class.getName(),
            List.of(
                "--input=" + DATA.resolve("flights.jsonl"),
                "--airports=" + DATA.resolve("airports.csv"),
                "--runner=FlinkRunner",
                "--streaming",
                "--parallelism=1",
                "--checkpointingInterval=200",
                "--numberOfExecutionRetries=0",
                "--shutdownSourcesAfterIdleMs=0",
                "--flood=500",
                "--hold=1500",
                "--loads=1000"));
    assertThat(report.getProperty("load.0.rate"), is("1000.0"));
    assertThat(number(report, "checkpoints"), greaterThan(0L));
    assertThat(number(report, "load.0.record.count"), greaterThan(500L));
    assertThat(number(report, "load.0.result.count"), greaterThan(0L));
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static long number(Properties report, String name) {
    return Long.parseLong(report.getProperty(name));
  }
}
