package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.contract.RunnerProcess.Runner;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.Test;

/** What stands on the class paths of the command, which are those that a user's pom gets. */
public class ClassPathTest {

  /**
   * What our jars of expressions and ciphers hold under other names; transforms name RE2 itself.
   */
  private static final Pattern BUNDLED =
      Pattern.compile(
          "(cel|guava|failureaccess|protobuf-java|tink|gson|antlr4-runtime|threeten-extra)-[0-9].*");

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
  public void whatOurJarsBundle_isThereOnlyWhereAnEngineBringsIt() throws Exception {
    for (Runner runner : Runner.values()) {
      List<String> bundled =
          Arrays.stream(new RunnerProcess(runner).classPath().split(File.pathSeparator, -1))
              .map(entry -> Path.of(entry).getFileName().toString())
              .filter(name -> BUNDLED.matcher(name).matches())
              .sorted()
              .toList();
      assertThat(runner.toString(), bundled, equalTo(ENGINES_OWN.get(runner)));
    }
  }
}
