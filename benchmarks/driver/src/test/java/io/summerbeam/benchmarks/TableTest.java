package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class TableTest {

  @Test
  public void figures_areToTheRight() {
    Table table = new Table("arm", "ns", "setting");
    table.row(List.of("one", "1,000", "x"));
    table.row(List.of("eleven", "5", ""));

    assertThat(
        table.text(), is("arm        ns  setting\n" + "one     1,000  x\n" + "eleven      5\n"));
  }

  @Test
  public void row_ofAnotherLength_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row(List.of("c")));
  }
}
