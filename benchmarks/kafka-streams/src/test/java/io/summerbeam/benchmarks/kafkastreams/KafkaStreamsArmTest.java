package io.summerbeam.benchmarks.kafkastreams;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.summerbeam.benchmarks.arm.ArmProcess;
import io.summerbeam.benchmarks.flights.plain.PlainArm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The arm does the work of the others, in both settings. */
public class KafkaStreamsArmTest {

  private static final Path DATA = Path.of("../../samples/data/flights");
  private static final int LINES = 2000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path flights;

  @Before
  public void takeFirstFlights() throws Exception {
    List<String> lines =
        new ArrayList<>(Files.readAllLines(DATA.resolve("flights.jsonl")).subList(0, LINES));
    // Twice the last one, and one of an airport that does not exist.
    String last = lines.get(LINES - 1);
    lines.add(last);
    lines.add(last.replaceFirst("\"origin\":\"[^\"]*\"", "\"origin\":\"???\""));
    lines.add("{");
    flights = folder.newFile("flights.jsonl").toPath();
    Files.write(flights, lines);
  }

  @Test
  public void defaultSetting_givesTheResultsOfPlain() throws Exception {
    assertThat(checksum(KafkaStreamsArm.class, "--setting=default"), is(checksum(PlainArm.class)));
  }

  @Test
  public void tunedSetting_givesTheResultsOfPlain() throws Exception {
    assertThat(checksum(KafkaStreamsArm.class, "--setting=tuned"), is(checksum(PlainArm.class)));
  }

  private String checksum(Class<?> arm, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--input=" + flights);
    args.add("--airports=" + DATA.resolve("airports.csv"));
    // Surefire hands its own class path on in a jar; the property has the real one.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return ArmProcess.run(List.of("-Xmx512m"), classPath, arm.getName(), args)
        .getProperty("checksum");
  }
}
