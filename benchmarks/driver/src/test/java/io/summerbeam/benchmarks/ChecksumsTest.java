package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ChecksumsTest {

  @Test
  public void sameOfATaskAndSize_agree() throws Exception {
    Checksums.mustAgree(
        List.of(
            Fakes.run("a", 1000, 1, 5, "1:x"),
            Fakes.run("b", 1000, 1, 5, "1:x"),
            Fakes.run("a", 6000, 1, 5, "1:y"),
            new ArmRun("nothing", "count", 1000, 1, 5, 5, 5, 5, "1:z", Map.of())));
  }

  @Test
  public void different_areNamedWithTheirArms() {
    BenchException thrown =
        assertThrows(
            BenchException.class,
            () ->
                Checksums.mustAgree(
                    List.of(
                        Fakes.run("a", 1000, 1, 5, "1:x"),
                        Fakes.run("b", 1000, 1, 5, "1:y"),
                        Fakes.run("c", 1000, 1, 5, "1:x"))));
    assertThat(
        thrown.getMessage(),
        is(
            "no result: the arms did not work out the same. Checksums must agree, but were:"
                + "\n  1,000 records of job:"
                + "\n    1:x  a, c"
                + "\n    1:y  b"
                + "\nCompare the outputs of an arm of each line before anything else."));
  }

  @Test
  public void anArmThatDiffersFromItself_isNoResult() {
    assertThrows(
        BenchException.class,
        () ->
            Checksums.mustAgree(
                List.of(Fakes.run("a", 1000, 1, 5, "1:x"), Fakes.run("a", 1000, 2, 5, "1:y"))));
  }
}
