package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EnrichArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void writeClassPaths() throws Exception {
    home = folder.getRoot().toPath();
    Path target = Files.createDirectories(home.resolve("samples/distribution/flink/target"));
    Files.writeString(target.resolve("classpath"), "/m2/flink.jar");
  }

  @Test
  public void arms_areThreeForEachWayOfTheTable_andNativeFlink() throws Exception {
    assertThat(
        arms().stream().map(ArmSpec::name).toList(),
        contains(
            "pass-flink@10000-keys",
            "beam-map-flink@10000-keys",
            "summerbeam-snapshot-flink@10000-keys",
            "pass-side-flink@10000-keys",
            "beam-side-flink@10000-keys",
            "summerbeam-table-flink@10000-keys",
            "native-broadcast-flink@10000-keys"));
    assertThat(arm("summerbeam-table-flink@10000-keys").rival(), is("beam-side-flink@10000-keys"));
    assertThat(
        arm("summerbeam-snapshot-flink@10000-keys").rival(), is("beam-map-flink@10000-keys"));
    assertThat(arm("beam-map-flink@10000-keys").rival(), is(nullValue()));
  }

  @Test
  public void task_isTheSameForAllThatEnrich() throws Exception {
    assertThat(
        arms().stream().map(ArmSpec::task).toList(),
        contains(
            "pass@10000-keys",
            "enrich@10000-keys",
            "enrich@10000-keys",
            "pass@10000-keys",
            "enrich@10000-keys",
            "enrich@10000-keys",
            "enrich@10000-keys"));
  }

  @Test
  public void armsInBeam_differInHowTheyEnrichAndInNothingElse() throws Exception {
    ArmSpec pass = arm("pass-flink@10000-keys");
    for (ArmSpec arm : arms().subList(0, 6)) {
      assertThat(arm.setting(), is(pass.setting()));
      assertThat(arm.launch().classPath(), is(pass.launch().classPath()));
      assertThat(
          arm.launch().arguments().subList(0, 4), is(pass.launch().arguments().subList(0, 4)));
      assertThat(arm.launch().arguments().size(), is(5));
    }
    assertThat(
        arms().stream().limit(6).map(arm -> arm.launch().arguments().get(4)).toList(),
        contains(
            "--enriching=PASS",
            "--enriching=MAP",
            "--enriching=SNAPSHOT",
            "--enriching=PASS_SIDE",
            "--enriching=SIDE",
            "--enriching=TABLE"));
  }

  @Test
  public void workloads_haveTheKeysOfTheArm() throws Exception {
    assertThat(
        EnrichBenchmark.workloads(Size.FULL, arm("pass-flink@10000-keys")),
        contains(
            new Workload(1_000_000, List.of("--records=1000000", "--keys=10000")),
            new Workload(8_000_000, List.of("--records=8000000", "--keys=10000"))));
  }

  @Test
  public void ratios_areOfTheWhole_andOfWhatIsBeyondPassingThrough() {
    List<ArmResult> results =
        List.of(
            result("pass-flink@7-keys", 100),
            result("beam-map-flink@7-keys", 200),
            result("summerbeam-snapshot-flink@7-keys", 220),
            result("beam-side-flink@7-keys", 400),
            result("summerbeam-table-flink@7-keys", 500));
    assertThat(
        EnrichArms.ratios(results, List.of(7, 8)),
        contains(
            new Ratio("summerbeam-snapshot-flink@7-keys", "beam-map-flink@7-keys", List.of(1.1)),
            new Ratio(
                "summerbeam-snapshot-flink@7-keys - pass-flink@7-keys",
                "beam-map-flink@7-keys - pass-flink@7-keys",
                List.of(1.2)),
            new Ratio("summerbeam-table-flink@7-keys", "beam-side-flink@7-keys", List.of(1.25))));
  }

  private List<ArmSpec> arms() throws BenchException {
    return new EnrichArms(new ClassPaths(home), new Jvm("2g", 2, List.of())).all(10_000);
  }

  private ArmSpec arm(String name) throws BenchException {
    return arms().stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
  }

  private static ArmResult result(String arm, long ns) {
    return ArmResult.of(Fakes.arm(arm), List.of(Fakes.run(arm, 1000, 1, 1000 * ns)));
  }
}
