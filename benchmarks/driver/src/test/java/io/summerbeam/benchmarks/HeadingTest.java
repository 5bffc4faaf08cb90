package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class HeadingTest {

  @Test
  public void caption_saysMachineCommitSettingsAndWarnings() {
    Heading heading =
        new Heading("fake", Fakes.machine(0), Map.of("rounds", 3), List.of("A WARNING"));
    assertThat(
        heading.caption(),
        is(
            List.of(
                "Some <CPU> & more, 2 cores; 2026-11-21T10:00:00Z; commit 0123456789 with changes",
                "rounds: 3",
                "A WARNING")));
  }
}
