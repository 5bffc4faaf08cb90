package io.summerbeam.benchmarks.flights;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.benchmarks.arm.ArmProcess;
import io.summerbeam.benchmarks.flights.beam.BeamArm;
import io.summerbeam.benchmarks.flights.nothing.NothingArm;
import io.summerbeam.benchmarks.flights.plain.PlainArm;
import io.summerbeam.benchmarks.flights.summerbeam.SummerbeamArm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The arms that need no engine but the Direct runner do the same work. */
public class ArmsTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static final Path HOME = Path.of("../..");
  private static final Path DATA = HOME.resolve("samples/data/flights");
  private static final int LINES = 2000;

  private static Path flights;
  private static Path withDeadOnesAndDuplicates;
  private static String expected;

  @BeforeClass
  public static void takeFirstFlights() throws Exception {
    List<String> lines =
        new ArrayList<>(Files.readAllLines(DATA.resolve("flights.jsonl")).subList(0, LINES));
    flights = Files.write(FOLDER.newFile("clean.jsonl").toPath(), lines);
    String last = lines.get(LINES - 1);
    lines.add(last);
    lines.add(last.substring(0, last.length() - 1));
    lines.add(last + "x");
    lines.add(last.replaceFirst("\"origin\":\"[^\"]*\"", "\"origin\":\"???\""));
    lines.add(last.replaceFirst("\"delay\":-?\\d+", "\"delay\":9999"));
    lines.add(last.replaceFirst("\"date\":\"2001/..", "\"date\":\"2001/13"));
    withDeadOnesAndDuplicates = Files.write(FOLDER.newFile("dirty.jsonl").toPath(), lines);
    expected = checksum(PlainArm.class, flights);
  }

  @Test
  public void plain_hasResultOfEachStateAndDay() {
    assertThat(expected, startsWith("349:"));
  }

  @Test
  public void plain_leavesOutDeadOnesAndDuplicates() throws Exception {
    assertThat(checksum(PlainArm.class, withDeadOnesAndDuplicates), is(expected));
  }

  @Test
  public void beam_hasResultsOfPlain() throws Exception {
    assertThat(checksum(BeamArm.class, withDeadOnesAndDuplicates), is(expected));
  }

  @Test
  public void summerbeam_hasResultsOfPlain() throws Exception {
    assertThat(checksum(SummerbeamArm.class, withDeadOnesAndDuplicates), is(expected));
  }

  @Test
  public void nothing_hasOneCount() throws Exception {
    assertThat(checksum(NothingArm.class, flights), startsWith("1:"));
  }

  private static String checksum(Class<?> arm, Path input) throws Exception {
    String classPath =
        String.join(
            File.pathSeparator,
            "target/classes",
            "../arm/target/classes",
            Files.readString(HOME.resolve("samples/distribution/direct/target/classpath")).trim());
    return ArmProcess.run(
            List.of("-Xmx512m"),
            classPath,
            arm.getName(),
            List.of("--input=" + input, "--airports=" + DATA.resolve("airports.csv")))
        .getProperty("checksum");
  }
}
