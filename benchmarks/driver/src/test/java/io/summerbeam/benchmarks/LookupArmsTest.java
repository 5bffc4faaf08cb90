package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LookupArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path home;

  @Before
  public void writeClassPaths() throws Exception {
    home = folder.getRoot().toPath();
    write("samples/distribution/flink/target", "/m2/flink.jar");
    write("benchmarks/enrich/target", "/m2/postgresql.jar");
  }

  @Test
  public void arms_differInHowTheyAskAndInNothingElse() throws Exception {
    assertThat(
        arms().stream().map(ArmSpec::name).toList(),
        contains(
            "blocking-flink", "single-thread-flink", "summerbeam-flink", "summerbeam-cache-flink"));
    for (ArmSpec arm : arms()) {
      assertThat(
          arm.setting(),
          is(
              "--runner=FlinkRunner --streaming --parallelism=1 --objectReuse=true"
                  + " --maxBundleSize=5000 --maxBundleTimeMills=500"));
      assertThat(
          arm.launch().classPath(),
          is(
              home.resolve("benchmarks/enrich/target/classes")
                  + ":"
                  + home.resolve("benchmarks/flights/target/classes")
                  + ":"
                  + home.resolve("benchmarks/arm/target/classes")
                  + ":/m2/flink.jar:/m2/postgresql.jar"));
    }
  }

  @Test
  public void workloads_beginWithTheSame_andAreFewForThoseThatWait() throws Exception {
    assertThat(records("blocking-flink"), contains(1_000L, 5_000L));
    assertThat(records("single-thread-flink"), contains(1_000L, 5_000L));
    assertThat(records("summerbeam-flink"), contains(1_000L, 400_000L));
    assertThat(records("summerbeam-cache-flink"), contains(1_000L, 400_000L));
  }

  @Test
  public void ratios_areThoseThatWaitAgainstOurs() {
    assertThat(
        LookupArms.ratios(
            List.of(
                result("blocking-flink", 1_000),
                result("single-thread-flink", 500),
                result("summerbeam-flink", 10))),
        contains(
            new Ratio("blocking-flink", "summerbeam-flink", List.of(100.0)),
            new Ratio("single-thread-flink", "summerbeam-flink", List.of(50.0))));
  }

  private List<Long> records(String name) throws BenchException {
    ArmSpec arm = arms().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return LookupBenchmark.workloads(Size.FULL, arm).stream().map(Workload::records).toList();
  }

  private List<ArmSpec> arms() throws BenchException {
    return new LookupArms(new ClassPaths(home), new Jvm("2g", 2, List.of())).all();
  }

  private void write(String folder, String classPath) throws Exception {
    Files.writeString(
        Files.createDirectories(home.resolve(folder)).resolve("classpath"), classPath);
  }

  private static ArmResult result(String arm, long ns) {
    return ArmResult.of(Fakes.arm(arm), List.of(Fakes.run(arm, 1000, 1, 1000 * ns)));
  }
}
