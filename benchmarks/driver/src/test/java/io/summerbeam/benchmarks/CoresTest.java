package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class CoresTest {

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  @Test
  public void list_ofTheKernel_isRead() {
    assertThat(Cores.parse("0-2,5,7-8"), is(List.of(0, 1, 2, 5, 7, 8)));
  }

  @Test
  public void arm_isPinnedToTheFirstThatAreAllowed() {
    assertThat(
        Cores.prefix(TASKSET, List.of(4, 5, 6), 2), is(List.of("/usr/bin/taskset", "-c", "4,5")));
  }

  @Test
  public void nobody_isPinnedWhereItIsNotKnownHowManyThereAre() {
    assertThat(Cores.prefix(TASKSET, List.of(), 1), is(List.of()));
  }
}
