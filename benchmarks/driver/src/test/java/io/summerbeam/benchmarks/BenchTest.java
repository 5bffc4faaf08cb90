package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BenchTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private double load;

  @Test
  public void nothing_listsTheBenchmarks() throws Exception {
    assertThat(bench(), is(0));
    assertThat(
        text(out), is("Benchmarks:\n  fake    compares two arms\n  broken  has no result\n"));
    out.reset();
    assertThat(bench("list"), is(0));
    assertThat(text(out), startsWith("Benchmarks:\n"));
  }

  @Test
  public void help_showsTheOptions() throws Exception {
    assertThat(bench("--help"), is(0));
    assertThat(text(out), startsWith("Usage: ./summerbeam bench [NAME ...]"));
    assertThat(text(out), containsString("  --size=tiny|small|full"));
  }

  @Test
  public void unknownName_isAUsageErrorWithTheNearest() throws Exception {
    assertThat(bench("fake", "brokn"), is(2));
    assertThat(
        text(err),
        is(
            "There is no benchmark 'brokn'. Did you mean 'broken'?"
                + "\nThe benchmarks are: fake, broken\n"));
  }

  @Test
  public void unknownOption_isAUsageErrorWithTheNearest() throws Exception {
    assertThat(bench("fake", "--rouns=3"), is(2));
    assertThat(text(err), startsWith("There is no option --rouns. Did you mean 'rounds'?"));
  }

  @Test
  public void result_isATableAndTwoFiles() throws Exception {
    Path json = folder.getRoot().toPath().resolve("new/folder/result.json");
    assertThat(bench("fake", "--json=" + json), is(0));
    assertThat(text(out), startsWith("== fake\n"));
    JsonNode comparisons = new ObjectMapper().readTree(json.toFile()).path("comparisons");
    assertThat(comparisons.size(), is(1));
    assertThat(comparisons.path(0).path("name").asText(), is("fake"));
    assertThat(
        Files.readString(json.resolveSibling("result.svg")), containsString("fake: ns/record"));
  }

  @Test
  public void severalResults_areInOneFileWithAPlotEach() throws Exception {
    Path json = folder.getRoot().toPath().resolve("result.json");
    assertThat(bench("fake", "fake", "--json=" + json), is(0));
    assertThat(new ObjectMapper().readTree(json.toFile()).path("comparisons").size(), is(2));
    assertThat(Files.exists(json.resolveSibling("result-fake.svg")), is(true));
  }

  @Test
  public void noResult_isAFailureAndKeepsTheOnesBefore() throws Exception {
    Path json = folder.getRoot().toPath().resolve("result.json");
    assertThat(bench("fake", "broken", "--json=" + json), is(1));
    assertThat(text(err), containsString("no result: it is broken\n"));
    assertThat(new ObjectMapper().readTree(json.toFile()).path("comparisons").size(), is(1));
  }

  @Test
  public void loadedMachine_isRefusedIfAskedTo() throws Exception {
    load = 1.5;
    assertThat(bench("broken", "--refuse-when-loaded"), is(1));
    assertThat(
        text(err),
        startsWith(
            "no result: processors at work before the start: 1.50; there must not be more than 0.5 x 2 cores. Wait,"));
  }

  private int bench(String... args) throws InterruptedException {
    return new Bench(
            folder.getRoot().toPath(),
            List.of(new FakeBenchmark(), new BrokenBenchmark()),
            command -> Fakes.machine(load),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class FakeBenchmark implements Benchmark {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String summary() {
      return "compares two arms";
    }

    @Override
    public Report run(Session session) {
      return ComparisonReport.of(Fakes.comparison(session.machine().load()));
    }
  }

  private static final class BrokenBenchmark implements Benchmark {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String summary() {
      return "has no result";
    }

    @Override
    public Report run(Session session) throws BenchException {
      throw new BenchException("no result: it is broken");
    }
  }
}
