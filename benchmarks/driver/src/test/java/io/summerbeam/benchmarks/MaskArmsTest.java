package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MaskArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void writeClassPaths() throws Exception {
    home = folder.getRoot().toPath();
    for (String runner : List.of("direct", "flink")) {
      Path target =
          Files.createDirectories(home.resolve("samples/distribution/" + runner + "/target"));
      Files.writeString(target.resolve("classpath"), "/m2/" + runner + ".jar");
    }
  }

  @Test
  public void arms_areThreeOnEachRunner() throws Exception {
    assertThat(
        arms().stream().map(ArmSpec::name).toList(),
        contains(
            "beam-direct",
            "idiomatic-direct",
            "summerbeam-direct",
            "beam-flink",
            "idiomatic-flink",
            "summerbeam-flink"));
    assertThat(arm("summerbeam-flink").rival(), is("beam-flink"));
    assertThat(arm("idiomatic-direct").rival(), is("beam-direct"));
    assertThat(arm("beam-direct").rival(), is(nullValue()));
  }

  @Test
  public void armsOfARunner_differInWhoMasksAndInNothingElse() throws Exception {
    for (String runner : List.of("direct", "flink")) {
      ArmSpec byHand = arm("beam-" + runner);
      for (String who : List.of("idiomatic", "summerbeam")) {
        ArmSpec other = arm(who + "-" + runner);
        assertThat(other.setting(), is(byHand.setting()));
        assertThat(other.task(), is(byHand.task()));
        assertThat(other.launch().classPath(), is(byHand.launch().classPath()));
        assertThat(other.launch().flags(), is(byHand.launch().flags()));
        List<String> arguments = new ArrayList<>(byHand.launch().arguments());
        arguments.set(
            arguments.indexOf("--masking=BY_HAND"), "--masking=" + who.toUpperCase(Locale.ROOT));
        assertThat(other.launch().arguments(), is(arguments));
      }
    }
  }

  @Test
  public void settings_areThoseThatAreFast() throws Exception {
    assertThat(
        arm("summerbeam-direct").setting(),
        is(
            "--runner=DirectRunner --enforceImmutability=false --enforceEncodability=false"
                + " --targetParallelism=2"));
    assertThat(
        arm("summerbeam-flink").setting(),
        is("--runner=FlinkRunner --streaming --parallelism=1 --objectReuse=true"));
  }

  @Test
  public void arm_hasTheClassPathOfItsRunnerBehindItsClasses() throws Exception {
    assertThat(
        arm("beam-flink").launch().classPath(),
        is(
            home.resolve("benchmarks/mask/target/classes")
                + ":"
                + home.resolve("benchmarks/flights/target/classes")
                + ":"
                + home.resolve("benchmarks/arm/target/classes")
                + ":/m2/flink.jar"));
  }

  @Test
  public void ratios_areOursAgainstByHandAndIdiomaticAgainstOurs() throws Exception {
    List<ArmResult> results =
        List.of(
            result("beam-flink", 100),
            result("idiomatic-flink", 1050),
            result("summerbeam-flink", 105),
            result("summerbeam-direct", 300));
    assertThat(
        MaskArms.ratios(results),
        contains(
            new Ratio("summerbeam-flink", "beam-flink", List.of(1.05)),
            new Ratio("idiomatic-flink", "summerbeam-flink", List.of(10.0))));
  }

  @Test
  public void workloads_areTwoWithASlope_andFewerOnDirectWhichKeepsThemAll() throws Exception {
    assertThat(records(Size.TINY, "beam-flink"), contains(2_000L));
    assertThat(records(Size.SMALL, "beam-flink"), contains(200_000L, 1_200_000L));
    assertThat(records(Size.FULL, "beam-flink"), contains(2_000_000L, 12_000_000L));
    assertThat(records(Size.FULL, "summerbeam-direct"), contains(200_000L, 1_200_000L));
    assertThat(
        MaskBenchmark.workloads(Size.TINY, arm("beam-direct")).get(0).arguments(),
        contains("--records=2000"));
  }

  private List<Long> records(Size size, String arm) throws BenchException {
    return MaskBenchmark.workloads(size, arm(arm)).stream().map(Workload::records).toList();
  }

  private List<ArmSpec> arms() throws BenchException {
    return new MaskArms(new ClassPaths(home), new Jvm("2g", 2, List.of())).all();
  }

  private ArmSpec arm(String name) throws BenchException {
    return arms().stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
  }

  private static ArmResult result(String arm, long ns) {
    return ArmResult.of(Fakes.arm(arm), List.of(Fakes.run(arm, 1000, 1, 1000 * ns)));
  }
}
