package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.UsageException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

public class SettingsTest {

  private static final List<ArmSpec> ARMS =
      Stream.of("plain", "beam-flink", "beam-flink-tuned", "beam-spark").map(Fakes::arm).toList();

  @Test
  public void arms_areAllWithoutAPattern() {
    assertThat(names(settings().choose(ARMS)), is(names(ARMS)));
  }

  @Test
  public void arms_areThoseThatAPatternMatches() {
    assertThat(
        names(settings("--arms=*-flink,plain").choose(ARMS)), is(List.of("plain", "beam-flink")));
    assertThat(
        names(settings("--arms=beam-f*").choose(ARMS)),
        is(List.of("beam-flink", "beam-flink-tuned")));
  }

  @Test
  public void pattern_ofNoArm_isRefusedWithTheNearest() {
    assertThat(
        assertThrows(UsageException.class, () -> settings("--arms=plain,beam-sparc").choose(ARMS))
            .getMessage(),
        startsWith("--arms: there is no arm 'beam-sparc'. Did you mean 'beam-spark'?"));
  }

  @Test
  public void base_isTheUsualOneIfItRuns() {
    assertThat(settings().base("plain", ARMS), is("plain"));
    assertThat(settings().base("plain", ARMS.subList(1, 3)), is("beam-flink"));
  }

  @Test
  public void base_thatWasAskedFor_mustRun() {
    assertThat(settings("--base=beam-spark").base("plain", ARMS), is("beam-spark"));
    assertThrows(
        UsageException.class,
        () -> settings("--base=beam-spark").base("plain", ARMS.subList(0, 2)));
  }

  private static Settings settings(String... args) {
    return Arguments.parse(2, args).settings();
  }

  private static List<String> names(List<ArmSpec> arms) {
    return arms.stream().map(ArmSpec::name).toList();
  }
}
