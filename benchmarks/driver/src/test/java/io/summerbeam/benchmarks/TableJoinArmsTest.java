package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TableJoinArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void writeClassPaths() throws Exception {
    home = folder.getRoot().toPath();
    for (String module : List.of("samples/distribution/flink", "benchmarks/kafka-streams")) {
      Path target = Files.createDirectories(home.resolve(module).resolve("target"));
      Files.writeString(target.resolve("classpath"), "/m2/engine.jar");
    }
  }

  @Test
  public void arms_workOutTheSame_butForTheOneThatReadsOnly() throws Exception {
    assertThat(
        arms().stream().map(arm -> arm.name() + " " + arm.task()).toList(),
        contains(
            "kafka-streams table-join",
            "kafka-streams-tuned table-join",
            "nothing-flink-tuned nothing",
            "summerbeam-flink table-join",
            "summerbeam-flink-tuned table-join",
            "summerbeam-windows-flink-tuned table-join"));
  }

  @Test
  public void tunedArms_reuseObjects() throws Exception {
    assertThat(arms().get(3).launch().arguments(), hasItem("--objectReuse=false"));
    assertThat(arms().get(4).launch().arguments(), hasItem("--objectReuse=true"));
    assertThat(arms().get(5).launch().arguments(), hasItem("--objectReuse=true"));
  }

  private List<ArmSpec> arms() throws BenchException {
    return new TableJoinArms(new ClassPaths(home), new Jvm("2g", 2, List.of())).all();
  }
}
