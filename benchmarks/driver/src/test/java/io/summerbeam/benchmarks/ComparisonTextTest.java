package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.Test;

public class ComparisonTextTest {

  @Test
  public void table_hasMediansRatiosAndSettings() {
    String text = ComparisonText.of(Fakes.comparison(0));
    assertThat(
        text.substring(text.indexOf("arm ")),
        is(
            """
            arm           records  ns/record   min   max  cpu ns  gc ns  bytes  x beam-x  x by hand  setting
            beam-x          6,000        100  90.0   110     200    0.0  1,000      1.00          -  setting of beam-x
            summerbeam-x    6,000       50.0  45.0  55.0     100    0.0    500      0.50       0.50  setting of summerbeam-x
            """));
  }

  @Test
  public void heading_saysWhereItWasMeasured() {
    String text = ComparisonText.of(Fakes.comparison(0.3));
    assertThat(text, containsString("command   ./summerbeam bench fake\n"));
    assertThat(text, containsString("commit    0123456789abcdef with changes\n"));
    assertThat(text, containsString("machine   Linux, Some <CPU> & more, 2 cores\n"));
    assertThat(text, containsString("load      0.30 processors at work before the start\n"));
    assertThat(text, containsString("versions  beam 2.70.0\n"));
    assertThat(text, containsString("settings  rounds: 3\n"));
  }

  @Test
  public void load_aboveHalfTheCores_isMarked() {
    assertThat(
        ComparisonText.of(Fakes.comparison(1.01)),
        containsString("LOADED: processors at work before the start: 1.01, above 0.5 x 2 cores"));
    assertThat(ComparisonText.of(Fakes.comparison(1.0)), not(containsString("LOADED")));
  }

  @Test
  public void fewRounds_areMarked() {
    assertThat(
        ComparisonText.of(Fakes.comparison(0)),
        containsString("INDICATIVE: rounds: 3, but a result has at least 5\n"));
  }
}
