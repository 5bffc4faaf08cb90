package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FlightsDataTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path real;
  private Path first;
  private FlightsData data;

  @Before
  public void writeFlights() throws Exception {
    Path home = folder.getRoot().toPath();
    real = home.resolve("samples/data/flights/flights.jsonl");
    first = home.resolve("benchmarks/target/data/flights-first-2.jsonl");
    Files.createDirectories(real.getParent());
    Files.writeString(real, "a\nb\nc\n");
    data =
        new FlightsData(
            home, new ClassPaths(home), new Progress(new PrintStream(new ByteArrayOutputStream())));
  }

  @Test
  public void first_areTheHeadOfTheFile() throws Exception {
    Workload workload = data.first(2);
    assertThat(Files.readString(first), is("a\nb\n"));
    assertThat(
        workload,
        is(
            new Workload(
                2,
                List.of("--input=" + first, "--airports=" + real.resolveSibling("airports.csv")))));
  }

  @Test
  public void file_isReusedUntilTheRealOnesChange() throws Exception {
    data.first(2);
    Files.writeString(first, "reused", StandardCharsets.UTF_8);
    data.first(2);
    assertThat(Files.readString(first), is("reused"));

    FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(first).toMillis() + 1000);
    Files.setLastModifiedTime(real, later);
    data.first(2);
    assertThat(Files.readString(first), is("a\nb\n"));
  }
}
