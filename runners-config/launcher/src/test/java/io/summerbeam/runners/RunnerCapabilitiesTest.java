package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.EnumSet;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What runners can do is data. */
@RunWith(JUnit4.class)
public final class RunnerCapabilitiesTest {

  private static final RunnerCapabilities ALL = RunnerCapabilities.all();

  @Test
  public void all_hasEverything() {
    assertThat(ALL.batch(), is(EnumSet.allOf(Capability.class)));
    assertThat(ALL.streaming(), is(EnumSet.allOf(Capability.class)));
  }

  @Test
  public void without_takesAwayInBoth() {
    RunnerCapabilities less = ALL.without(Capability.STABLE_INPUT);
    EnumSet<Capability> left = EnumSet.complementOf(EnumSet.of(Capability.STABLE_INPUT));
    assertThat(less.batch(), is(left));
    assertThat(less.streaming(), is(left));
    assertThat(ALL.batch(), is(EnumSet.allOf(Capability.class)));
  }

  @Test
  public void withoutInOne_leavesTheOther() {
    EnumSet<Capability> left = EnumSet.complementOf(EnumSet.of(Capability.STABLE_INPUT));
    assertThat(ALL.withoutInBatch(Capability.STABLE_INPUT).batch(), is(left));
    assertThat(ALL.withoutInBatch(Capability.STABLE_INPUT).streaming(), is(ALL.streaming()));
    assertThat(ALL.withoutInStreaming(Capability.STABLE_INPUT).streaming(), is(left));
    assertThat(ALL.withoutInStreaming(Capability.STABLE_INPUT).batch(), is(ALL.batch()));
  }
}
