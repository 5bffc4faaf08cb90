package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.summerbeam.io.http.HttpLookup;
import io.summerbeam.io.redis.RedisLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.TemporaryFolder;
import redis.clients.jedis.Jedis;

/**
 * Every transform, and what reads from and writes to servers, in every mode of every runner: the
 * same lines; and the README says so.
 */
public class TransformsTest {

  private static final String BEGIN = "<!-- portability: written by TransformsTest -->";
  private static final String END = "<!-- end of portability -->";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Rule public final ErrorCollector differences = new ErrorCollector();

  @BeforeClass
  public static void runAll() throws Exception {
    try (ContractServers servers = new ContractServers(FOLDER.newFolder("servers").toPath())) {
      List<Callable<RunnerProcess.Ended>> runs = new ArrayList<>();
      for (RunnerMode mode : RunnerMode.values()) {
        Path folder = FOLDER.newFolder(mode.name()).toPath();
        List<String> args = new ArrayList<>();
        args.add(folder.toString());
        args.addAll(servers.placesOf(mode).arguments());
        RunnerProcess process =
            new RunnerProcess(mode.runner)
                // The distributions do not have them.
                .withJarOf(RedisLookup.class)
                .withJarOf(Jedis.class)
                .withJarOf(HttpLookup.class);
        runs.add(run(mode, process, mode.mainClass(), folder, args));
        runs.add(run(mode, new RunnerProcess(mode.runner), FormatMain.class, folder, args));
        RunnerProcess withBigQuery = new RunnerProcess(mode.runner).withBigQuery();
        servers
            .bigQueryProperties()
            .forEach((name, value) -> withBigQuery.withJvmFlag("-D" + name + "=" + value));
        runs.add(run(mode, withBigQuery, BigQueryMain.class, folder, args));
      }
      RunnerProcess.all(runs);
    }
  }

  private static Callable<RunnerProcess.Ended> run(
      RunnerMode mode, RunnerProcess process, Class<?> main, Path folder, List<String> args) {
    return () -> {
      RunnerProcess.Ended ended =
          process.withTestClasses().run(folder, main.getName(), args.toArray(String[]::new));
      assertThat(mode + ": " + ended.lastWords(), ended.exitCode(), equalTo(0));
      return ended;
    };
  }

  @Test
  public void lines_areTheSameEverywhere() throws Exception {
    for (RunnerMode mode : RunnerMode.values()) {
      for (PortabilityCase each : mode.cases()) {
        differences.checkThat(each + " on " + mode, lines(each, mode), equalTo(each.expected()));
      }
    }
  }

  @Test
  public void whatCannotRun_isRefused() throws Exception {
    for (RunnerMode mode : RunnerMode.values()) {
      for (PortabilityCase each : mode.refused()) {
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
    for (PortabilityCase each : PortabilityCase.all()) {
      table.append("| ").append(each.title()).append(" |");
      for (RunnerMode runnerMode : RunnerMode.values()) {
        table.append(' ').append(answer(each, runnerMode)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String answer(PortabilityCase each, RunnerMode mode) throws Exception {
    if (mode.leftOut().contains(each)) {
      return "-";
    }
    if (mode.refused().contains(each)) {
      return lines(each, mode).isEmpty() ? "NO" : "refused";
    }
    return lines(each, mode).equals(each.expected()) ? "yes" : "NO";
  }

  private static List<String> lines(PortabilityCase each, RunnerMode mode) throws Exception {
    return Files.readAllLines(FOLDER.getRoot().toPath().resolve(mode.name()).resolve(each.name()));
  }
}
