package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LatencyArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void arms_areOnFlinkWithTheHistogramsAndTheSameCheckpoints() throws Exception {
    Path home = folder.getRoot().toPath();
    write(home.resolve("samples/distribution/flink/target"), "/m2/flink.jar");
    write(home.resolve("benchmarks/latency/target"), "/m2/histograms.jar");
    List<ArmSpec> arms =
        new LatencyArms(new ClassPaths(home), Fakes.JVM, LatencyPlan.of(Size.FULL)).all();
    for (ArmSpec arm : arms) {
      assertThat(
          arm.launch().classPath(),
          startsWith(home.resolve("benchmarks/latency/target/classes") + ":/m2/histograms.jar:"));
      assertThat(arm.launch().classPath(), endsWith(":/m2/flink.jar"));
      assertThat(
          arm.launch().arguments(),
          hasItem(
              arm.name().startsWith(LatencyArms.NATIVE)
                  ? "--checkpoints=2000"
                  : "--checkpointingInterval=2000"));
    }
    assertThat(
        arms.stream().map(ArmSpec::name).toList(),
        is(
            List.of(
                "native-flink",
                "nothing-flink-tuned",
                "beam-flink-tuned",
                "summerbeam-flink",
                "native-flink-tuned",
                "beam-flink")));
  }

  private static void write(Path target, String classPath) throws Exception {
    Files.writeString(Files.createDirectories(target).resolve("classpath"), classPath);
  }
}
