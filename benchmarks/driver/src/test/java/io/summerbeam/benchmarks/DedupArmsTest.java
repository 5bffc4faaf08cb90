package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DedupArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private DedupArms arms;

  @Before
  public void writeClassPaths() throws Exception {
    Fakes.writeClassPath(folder, "samples/distribution/direct");
    Fakes.writeClassPath(folder, "samples/distribution/flink");
    Fakes.writeClassPath(folder, "samples/distribution/spark");
    arms = new DedupArms(new ClassPaths(folder.getRoot().toPath()), Fakes.JVM);
  }

  @Test
  public void arms_areThreeOnEachEngine_andFlinkItself() throws Exception {
    assertThat(
        arms.onOthers().stream().map(ArmSpec::name).toList(),
        contains(
            "native-flink-tuned",
            "beam-flink",
            "buckets-flink",
            "summerbeam-flink",
            "beam-flink-batch",
            "buckets-flink-batch",
            "summerbeam-flink-batch",
            "beam-spark",
            "buckets-spark",
            "summerbeam-spark"));
    assertThat(
        arms.onDirect().stream().map(ArmSpec::name).toList(),
        contains("beam-direct", "buckets-direct", "summerbeam-direct"));
    assertThat(arms.onDirect().get(1).launch().arguments(), hasItem("--buckets=4"));
    assertThat(arms.onDirect().get(2).rival(), is("beam-direct"));
  }

  @Test
  public void armsOfState_areNotTimed() throws Exception {
    assertThat(
        arms.ofState().stream().map(ArmSpec::name).toList(),
        contains(
            "native-flink-tuned-state",
            "beam-flink-state",
            "buckets-flink-state",
            "summerbeam-flink-state"));
    assertThat(arms.ofState().stream().allMatch(DedupArms::isOfState), is(true));
    assertThat(arms.onOthers().stream().noneMatch(DedupArms::isOfState), is(true));
  }

  @Test
  public void state_isWhatOneMoreIdAdds() {
    ArmSpec arm = Fakes.arm("a");
    Report report =
        StateSizes.with(
            ComparisonReport.of(Fakes.comparison(0)),
            List.of(arm),
            List.of(state(1_000, "950:a", 1_000_000), state(6_000, "5700:b", 1_237_500)));
    assertThat(report.text(), containsString("a    5,700              1,237,500      50.0"));
    assertThat(report.json().path("states").path(0).path("bytes_per_id").asDouble(), is(50.0));
  }

  private static ArmRun state(long records, String checksum, long bytes) {
    return new ArmRun("a", "job", records, 1, 1, 1, 0, 1, checksum, Map.of("state_bytes", bytes));
  }
}
