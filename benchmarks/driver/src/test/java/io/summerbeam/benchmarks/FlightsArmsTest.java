package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FlightsArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void writeClassPaths() throws Exception {
    home = folder.getRoot().toPath();
    write("samples/distribution/direct", "/m2/beam-sdks-java-core-2.70.0.jar:/m2/other-1.0.jar");
    write("samples/distribution/flink", "/m2/flink-streaming-java-1.19.0.jar");
    write("samples/distribution/spark", "/m2/spark-core_2.12-3.5.5.jar");
    write("benchmarks/kafka-streams", "/m2/kafka-streams-3.9.1.jar\n");
    Path target = Files.createDirectories(home.resolve("benchmarks/flights/target"));
    Files.writeString(target.resolve("flink-connector.classpath"), "/m2/files.jar");
  }

  @Test
  public void names_areUniqueAndRivalsExist() throws Exception {
    List<ArmSpec> arms = arms().all();
    List<String> names = arms.stream().map(ArmSpec::name).toList();
    assertThat(new HashSet<>(names).size(), is(names.size()));
    assertThat(
        arms.stream().map(ArmSpec::rival).filter(Objects::nonNull).toList(), everyItem(in(names)));
  }

  @Test
  public void arm_hasTheClassPathOfItsEngineBehindItsClasses() throws Exception {
    assertThat(
        arm("summerbeam-spark").launch().classPath(),
        is(
            home.resolve("benchmarks/flights/target/classes")
                + ":"
                + home.resolve("benchmarks/arm/target/classes")
                + ":/m2/spark-core_2.12-3.5.5.jar"));
    assertThat(arm("kafka-streams").launch().classPath(), endsWith(":/m2/kafka-streams-3.9.1.jar"));
  }

  @Test
  public void oursAndByHand_haveTheSameOptionsOnTheSameRunner() throws Exception {
    for (String where : List.of("flink", "flink-tuned", "flink-batch", "spark")) {
      assertThat(arm("summerbeam-" + where).setting(), is(arm("beam-" + where).setting()));
    }
    assertThat(
        arm("beam-direct").setting(), is(arm("summerbeam-direct").setting() + " --buckets=4"));
    assertThat(arm("summerbeam-flink").launch().arguments(), hasItem("--objectReuse=false"));
  }

  @Test
  public void few_haveTheirRivalsAmongThem() throws Exception {
    List<String> few = arms().few().stream().map(ArmSpec::name).toList();
    assertThat(few.size(), is(7));
    assertThat(
        arms().few().stream().map(ArmSpec::rival).filter(Objects::nonNull).toList(),
        everyItem(in(few)));
  }

  @Test
  public void growth_isOnEachNumberOfCores() throws Exception {
    List<ArmSpec> two = arms().onFlinkTuned();
    assertThat(
        two.stream().map(ArmSpec::name).toList(),
        is(List.of("native-flink@2", "beam-flink@2", "summerbeam-flink@2")));
    assertThat(two.get(2).setting(), containsString("--parallelism=2"));
    assertThat(two.get(2).rival(), is("beam-flink@2"));
  }

  @Test
  public void versions_areThoseOfTheJars() {
    assertThat(
        new ClassPaths(home).versions(),
        is(Map.of("beam", "2.70.0", "flink", "1.19.0", "spark", "3.5.5", "kafka", "3.9.1")));
  }

  @Test
  public void classPath_thatWasNotBuilt_isSaid() throws Exception {
    Files.delete(home.resolve("samples/distribution/flink/target/classpath"));
    assertThat(
        assertThrows(BenchException.class, () -> arms().all()).getMessage(),
        endsWith("flink/target/classpath; ./summerbeam bench builds what writes it"));
  }

  private FlightsArms arms() {
    return new FlightsArms(new ClassPaths(home), new Jvm("2g", 2, List.of()));
  }

  private ArmSpec arm(String name) throws BenchException {
    return arms().all().stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
  }

  private void write(String module, String classPath) throws Exception {
    Path target = Files.createDirectories(home.resolve(module).resolve("target"));
    Files.writeString(target.resolve("classpath"), classPath);
  }
}
