package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.summerbeam.contract.RunnerProcess.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.TemporaryFolder;

/** Every transform in every mode of every runner: the same lines; and the README says so. */
public class TransformsTest {

  private static final String BEGIN = "<!-- portability: written by TransformsTest -->";
  private static final String END = "<!-- end of portability -->";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Rule public final ErrorCollector differences = new ErrorCollector();

  /** A runner and how it is started. */
  enum RunnerMode {
    DIRECT("Direct", Runner.DIRECT),
    FLINK_BATCH("Flink, batch", Runner.FLINK, "--parallelism=2"),
    FLINK_STREAMING(
        "Flink, streaming",
        Runner.FLINK,
        "--parallelism=2",
        "--streaming",
        "--objectReuse=true",
        "--fasterCopy=true"),
    SPARK_BATCH("Spark, batch", Runner.SPARK, "--sparkMaster=local[2]"),
    SPARK_STREAMING("Spark, streaming", Runner.SPARK, "--sparkMaster=local[2]", "--streaming") {
      @Override
      Class<?> mainClass() {
        return StreamMain.class;
      }

      @Override
      Set<ContractCase> cases() {
        return StreamMain.CASES;
      }

      @Override
      Set<ContractCase> notRun() {
        return StreamMain.BY_ORDER;
      }
    };

    final String title;
    final Runner runner;
    final List<String> options;

    RunnerMode(String title, Runner runner, String... options) {
      this.title = title;
      this.runner = runner;
      this.options = List.of(options);
    }

    Class<?> mainClass() {
      return ContractMain.class;
    }

    /** What it can run. */
    Set<ContractCase> cases() {
      return EnumSet.allOf(ContractCase.class);
    }

    /** What it could run, with no results to compare; it refuses the others. */
    Set<ContractCase> notRun() {
      return EnumSet.noneOf(ContractCase.class);
    }
  }

  @BeforeClass
  public static void runAll() throws Exception {
    for (RunnerMode mode : RunnerMode.values()) {
      Path folder = FOLDER.newFolder(mode.name()).toPath();
      List<String> args = new ArrayList<>();
      args.add(folder.toString());
      args.add("--runner=" + mode.runner.option);
      args.add("--stateBuckets=4");
      args.addAll(mode.options);
      RunnerProcess.Ended ended =
          new RunnerProcess(mode.runner)
              .withTestClasses()
              .run(folder, mode.mainClass().getName(), args.toArray(String[]::new));
      assertThat(mode + ": " + ended.out() + ended.err(), ended.exitCode(), equalTo(0));
    }
  }

  @Test
  public void lines_areTheSameEverywhere() throws Exception {
    for (RunnerMode mode : RunnerMode.values()) {
      for (ContractCase each : mode.cases()) {
        differences.checkThat(each + " on " + mode, lines(each, mode), equalTo(each.expected));
      }
    }
  }

  @Test
  public void whatCannotRun_isRefused() throws Exception {
    for (RunnerMode mode : RunnerMode.values()) {
      Set<ContractCase> refused = EnumSet.allOf(ContractCase.class);
      refused.removeAll(mode.cases());
      refused.removeAll(mode.notRun());
      for (ContractCase each : refused) {
        differences.checkThat(each + " on " + mode, lines(each, mode), not(empty()));
      }
    }
  }

  @Test
  public void readme_holdsTheTable() throws Exception {
    Path readme = RunnerProcess.HOME.resolve("README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String table = "\n" + table() + "\n";
    if (Boolean.getBoolean("updateReadme")) {
      Files.writeString(readme, text.substring(0, begin) + table + text.substring(end));
    } else {
      assertThat(
          "README.md; to write it: mvn verify -DupdateReadme=true",
          text.substring(begin, end),
          equalTo(table));
    }
  }

  private String table() throws Exception {
    StringBuilder table = new StringBuilder("| |");
    for (RunnerMode each : RunnerMode.values()) {
      table.append(' ').append(each.title).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(RunnerMode.values().length)).append('\n');
    for (ContractCase each : ContractCase.values()) {
      table.append("| ").append(each.title).append(" |");
      for (RunnerMode runnerMode : RunnerMode.values()) {
        table.append(' ').append(answer(each, runnerMode)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String answer(ContractCase each, RunnerMode mode) throws Exception {
    if (mode.notRun().contains(each)) {
      return "-";
    }
    if (!mode.cases().contains(each)) {
      return lines(each, mode).isEmpty() ? "NO" : "refused";
    }
    return lines(each, mode).equals(each.expected) ? "yes" : "NO";
  }

  private static List<String> lines(ContractCase each, RunnerMode mode) throws Exception {
    return Files.readAllLines(FOLDER.getRoot().toPath().resolve(mode.name()).resolve(each.name()));
  }
}
