package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KernelArmsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Before
  public void writeClassPath() throws Exception {
    Fakes.writeClassPath(folder, "benchmarks/kernels");
  }

  @Test
  public void armsOfEnrich_areThreeForEachTable() throws Exception {
    assertThat(
        namesOfEnrich(Size.FULL),
        contains(
            "enrich/by-hand",
            "enrich/summerbeam",
            "enrich/summerbeam-snapshot",
            "enrich@10000-keys/by-hand",
            "enrich@10000-keys/summerbeam",
            "enrich@10000-keys/summerbeam-snapshot",
            "enrich@100000-keys/by-hand",
            "enrich@100000-keys/summerbeam",
            "enrich@100000-keys/summerbeam-snapshot",
            "enrich@1000000-keys/by-hand",
            "enrich@1000000-keys/summerbeam",
            "enrich@1000000-keys/summerbeam-snapshot"));
  }

  @Test
  public void largeTables_areForResultsOnly() throws Exception {
    assertThat(namesOfEnrich(Size.TINY), is(namesOfEnrich(Size.FULL).subList(0, 6)));
    assertThat(namesOfEnrich(Size.SMALL), is(namesOfEnrich(Size.TINY)));
  }

  @Test
  public void rival_isTheOneByHandOverAsManyKeys() throws Exception {
    assertThat(arm("enrich/summerbeam").rival(), is("enrich/by-hand"));
    assertThat(
        arm("enrich@100000-keys/summerbeam-snapshot").rival(), is("enrich@100000-keys/by-hand"));
    assertThat(arm("enrich@100000-keys/by-hand").rival(), is(nullValue()));
    assertThat(arm("runner/pass-through").rival(), is(nullValue()));
  }

  @Test
  public void armsOfAKernel_areMeasuredTogether() throws Exception {
    ArmSpec arm = arm("enrich@10000-keys/summerbeam");
    ArmSpec together = kernels().together(List.of(arm("enrich@10000-keys/by-hand"), arm));

    assertThat(arm.task(), is("enrich@10000-keys"));
    assertThat(arm.setting(), is("two values out of a bounded table of 10,000"));
    assertThat(together.name(), is("kernels-enrich@10000-keys"));
    assertThat(
        together.launch().arguments(),
        contains("--arms=enrich@10000-keys/by-hand,enrich@10000-keys/summerbeam"));
  }

  private List<String> namesOfEnrich(Size size) throws BenchException {
    return kernels().all(size).stream()
        .map(ArmSpec::name)
        .filter(name -> name.startsWith("enrich"))
        .toList();
  }

  private ArmSpec arm(String name) throws BenchException {
    return kernels().all(Size.FULL).stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private KernelArms kernels() throws BenchException {
    return new KernelArms(new ClassPaths(folder.getRoot().toPath()), Fakes.JVM);
  }
}
