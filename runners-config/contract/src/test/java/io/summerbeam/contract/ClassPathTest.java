package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.contract.RunnerProcess.Runner;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** What stands on the class paths of the command, which are those that a user's pom gets. */
public class ClassPathTest {

  /**
   * What our jars of expressions and ciphers hold under other names; transforms name RE2 itself.
   */
  private static final Pattern BUNDLED =
      Pattern.compile(
          "(cel|guava|failureaccess|protobuf-java|tink|gson|antlr4-runtime|threeten-extra)-[0-9].*");

  private static final Pattern NETTY = Pattern.compile("netty-(?!tcnative).*-(4\\.[0-9.]*)Final.*");

  private static final Pattern GRPC =
      Pattern.compile("grpc-(?:api|core|netty|netty-shaded|stub)-([0-9.]*)\\.jar");

  /** What an engine brings itself. */
  private static final Map<Runner, List<String>> ENGINES_OWN =
      Map.of(
          Runner.DIRECT, List.of(),
          Runner.FLINK, List.of(),
          Runner.SPARK,
              List.of(
                  "antlr4-runtime-4.9.3.jar",
                  "gson-2.10.1.jar",
                  "guava-16.0.1.jar",
                  "protobuf-java-3.19.6.jar",
                  "threeten-extra-1.7.1.jar",
                  "tink-1.9.0.jar"));

  @Test
  public void googlesJars_areThereOnlyForBigQuery_withOneVersionOfNetty() throws Exception {
    for (Runner runner : Runner.values()) {
      List<String> without = jars(new RunnerProcess(runner));
      List<String> with = jars(new RunnerProcess(runner).withBigQuery());
      assertThat(without, not(hasItem(startsWith("google-"))));
      assertThat(with, hasItem(startsWith("google-cloud-bigquerystorage-")));
      assertThat(runner.toString(), versions(NETTY, with), hasSize(1));
      assertThat(runner.toString(), versions(GRPC, with), hasSize(1));
    }
  }

  private static List<String> jars(RunnerProcess process) throws Exception {
    return Arrays.stream(process.classPath().split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).getFileName().toString())
        .toList();
  }

  private static Set<String> versions(Pattern jars, List<String> names) {
    return names.stream()
        .map(jars::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  public void whatOurJarsBundle_isThereOnlyWhereAnEngineBringsIt() throws Exception {
    for (Runner runner : Runner.values()) {
      List<String> bundled =
          jars(new RunnerProcess(runner)).stream()
              .filter(name -> BUNDLED.matcher(name).matches())
              .sorted()
              .toList();
      assertThat(runner.toString(), bundled, equalTo(ENGINES_OWN.get(runner)));
    }
  }
}
