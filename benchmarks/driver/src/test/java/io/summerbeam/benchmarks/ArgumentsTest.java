package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.runners.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class ArgumentsTest {

  @Test
  public void nothing_isAFullRunOnTwoCores() {
    Settings settings = Arguments.parse(8).settings();
    assertThat(settings.size(), is(Size.FULL));
    assertThat(settings.rounds(), is(5));
    assertThat(settings.jvm(), is(new Jvm("2g", 2, List.of())));
    assertThat(settings.timeout(), is(Duration.ofMinutes(10)));
    assertThat(settings.json(), nullValue());
    assertThat(settings.refuseWhenLoaded(), is(false));
  }

  @Test
  public void options_areTaken() {
    Arguments arguments =
        Arguments.parse(
            4,
            "flights",
            "--size=small",
            "--rounds=7",
            "--arms=plain,*-flink*",
            "--base=plain",
            "--heap=512m",
            "--cores=4",
            "--jvm=-Xlog:gc",
            "--jvm=-Dx=y",
            "--timeout=90s",
            "--json=a/b.json",
            "--refuse-when-loaded",
            "growth");
    assertThat(arguments.names(), is(List.of("flights", "growth")));
    assertThat(
        arguments.settings(),
        is(
            new Settings(
                Size.SMALL,
                7,
                new Jvm("512m", 4, List.of("-Xlog:gc", "-Dx=y")),
                List.of("plain", "*-flink*"),
                "plain",
                Duration.ofSeconds(90),
                Path.of("a/b.json"),
                true)));
  }

  @Test
  public void rounds_followTheSize() {
    assertThat(Arguments.parse(2, "--size=small").settings().rounds(), is(1));
    assertThat(Arguments.parse(2, "--size=tiny").settings().rounds(), is(1));
  }

  @Test
  public void oneProcessor_isTheDefaultWhereThereIsNoOther() {
    assertThat(Arguments.parse(1).settings().jvm().cores(), is(1));
  }

  @Test
  public void unknownOption_isRefusedWithTheNearest() {
    assertThat(
        refused("--round=3"), startsWith("There is no option --round. Did you mean 'rounds'?"));
    assertThat(refused("-size=tiny"), startsWith("--size needs two dashes, but was: -size=tiny"));
  }

  @Test
  public void values_thatCannotBe_areRefused() {
    assertThat(
        refused("--size=smal"),
        is("--size must be one of tiny, small, full, but was: smal. Did you mean 'small'?"));
    assertThat(refused("--rounds=0"), is("--rounds must be a number from 1 to 9999, but was: 0"));
    assertThat(refused("--heap=2"), is("--heap must be like 2g or 512m, but was: 2"));
    assertThat(
        refused("--cores=3"),
        is("--cores must be at most 2, the processors there are, but was: 3"));
    assertThat(refused("--timeout=1h"), is("--timeout must be like 90s or 10m, but was: 1h"));
    assertThat(refused("--json"), is("--json needs a value, but was: --json. Write --json=FILE"));
    assertThat(
        refused("--refuse-when-loaded=no"),
        is("--refuse-when-loaded takes no value, but was: --refuse-when-loaded=no"));
    assertThat(refused("--rounds=1", "--rounds=2"), is("--rounds may be given once only"));
  }

  private static String refused(String... args) {
    return assertThrows(UsageException.class, () -> Arguments.parse(2, args)).getMessage();
  }
}
