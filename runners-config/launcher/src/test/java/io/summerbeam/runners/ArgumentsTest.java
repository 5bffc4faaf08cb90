package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the launcher says to arguments that are wrong. */
@RunWith(JUnit4.class)
public final class ArgumentsTest {

  private final CommandLine command = new CommandLine();

  @Test
  public void nothing_isRefusedWithTheUsage() {
    assertThat(command.call(), is(2));
    assertThat(command.err.lines().findFirst().orElseThrow(), is("Usage:"));
    assertThat(command.out, is(""));
  }

  @Test
  public void command_unknown_isRefused() {
    refused(
        "There is no command 'runn'. Did you mean 'run'?\n"
            + "The commands are: run JOB, list, help [JOB], greet politely",
        "runn",
        "numbers");
  }

  @Test
  public void list_withMore_isRefused() {
    refused("'list' takes nothing more, but was given: numbers", "list", "numbers");
  }

  @Test
  public void job_missing_isRefused() {
    refused(
        "run needs the name of a job first: ./summerbeam run JOB [--option=value ...]\n"
            + "The jobs are: numbers",
        "run",
        "--failAt=3");
  }

  @Test
  public void job_unknown_isRefused() {
    refused(
        "There is no job 'number'. Did you mean 'numbers'?\nThe jobs are: numbers",
        "run",
        "number");
    refused("There is no job 'x'.\nThe jobs are: numbers", "help", "x");
  }

  @Test
  public void option_unknown_isRefusedWithTheNearestName() {
    refusedOptions(
        "There is no option --failat for this job and runner. Did you mean --failAt?",
        "--failat=3");
    refusedOptions("There is no option --xyzzy for this job and runner.", "--xyzzy=3");
  }

  @Test
  public void option_ofAnotherRunner_isRefused() {
    refusedOptions(
        "There is no option --sparkMaster for this job and runner.", "--sparkMaster=local");
  }

  @Test
  public void value_malformed_isRefusedWithItsRule() {
    refusedOptions("--failAt must be a whole number, but was: abc", "--failAt=abc");
    refusedOptions("--failAt must be a whole number, but was: 1.5", "--failAt=1.5");
    refusedOptions("--share must be a number, but was: half", "--share=half");
    refusedOptions("--sorted must be true or false, but was: yes", "--sorted=yes");
    refusedOptions("--color must be one of RED, GREEN, but was: blue", "--color=blue");
    refusedOptions(
        "--targetParallelism must be a whole number, but was: two", "--targetParallelism=two");
  }

  @Test
  public void value_missing_isRefused() {
    refusedOptions("--output needs a value: --output=TEXT", "--output");
    refusedOptions("--failAt needs a value: --failAt=NUMBER", "--failAt", "3");
  }

  @Test
  public void value_empty_isRefused() {
    refusedOptions("--output must not be empty: --output=TEXT", "--output=");
    refusedOptions("--failAt must not be empty: --failAt=NUMBER", "--failAt=");
    refusedOptions("--jobName must not be empty: --jobName=TEXT", "--jobName=");
  }

  @Test
  public void value_afterASpace_isRefused() {
    refusedOptions(
        "Unexpected argument '3'. Options are written --name=value, without a space.",
        "--output=x",
        "3");
  }

  @Test
  public void argument_withoutDashes_isRefused() {
    refusedOptions("Unexpected argument 'x'. Options are written --name=value.", "x");
    refusedOptions("Unexpected argument ''. Options are written --name=value.", "");
    refusedOptions("Unexpected argument '-failAt=3'. Did you mean --failAt=3?", "-failAt=3");
  }

  @Test
  public void option_givenTwice_isRefused() {
    refusedOptions("--output is given twice: a and b. Give it once.", "--output=a", "--output=b");
  }

  @Test
  public void option_thatHoldsSeveral_mayBeGivenTwice() {
    assertThat(command.call("run", "numbers", "--names=a,b", "--names=c"), is(0));
    assertThat(command.job.seen.getNames(), contains("a", "b", "c"));
  }

  @Test
  public void flag_alone_isTrue() {
    assertThat(command.call("run", "numbers", "--sorted"), is(0));
    assertThat(command.job.seen.getSorted(), is(true));
  }

  @Test
  public void runner_unknown_isRefusedBeforeItsOptions() {
    refusedOptions(
        "There is no runner 'DirektRunner'. Did you mean 'DirectRunner'?\nThe runners are: DirectRunner",
        "--parallelism=3",
        "--runner=DirektRunner");
  }

  @Test
  public void runner_byTheStartOfItsName_isFound() {
    System.setProperty(Runners.STARTABLE_PROPERTY, "DirectRunner,FlinkRunner,SparkRunner");
    try {
      refusedOptions(
          "There is no runner 'flink'. Did you mean 'FlinkRunner'?"
              + "\nThe runners are: DirectRunner, FlinkRunner, SparkRunner",
          "--runner=flink");
    } finally {
      System.clearProperty(Runners.STARTABLE_PROPERTY);
    }
  }

  @Test
  public void runner_givenTwice_isRefusedWhichEverTheyAre() {
    refusedOptions(
        "--runner is given twice: DirectRunner and FlinkRunner. Give it once.",
        "--runner=DirectRunner",
        "--runner=FlinkRunner");
    refusedOptions(
        "--runner is given twice: FlinkRunner and DirectRunner. Give it once.",
        "--runner=FlinkRunner",
        "--runner=DirectRunner");
  }

  @Test
  public void stateBuckets_none_isRefused() {
    refusedOptions("--stateBuckets must be positive, but was: 0", "--stateBuckets=0");
    refusedOptions("--stateBuckets must be positive, but was: -4", "--stateBuckets=-4");
  }

  @Test
  public void runner_startableButNotHere_isRefused() {
    System.setProperty(Runners.STARTABLE_PROPERTY, "DirectRunner,FlinkRunner");
    try {
      refusedOptions(
          "FlinkRunner is not on the class path of this process. Start it with ./summerbeam, or"
              + " depend on its summerbeam-runner module.",
          "--runner=FlinkRunner");
    } finally {
      System.clearProperty(Runners.STARTABLE_PROPERTY);
    }
  }

  @Test
  public void runner_ofBeamWithoutProfile_isRefused() {
    refusedOptions(
        "There is no runner 'TestDirectRunner'. Did you mean 'DirectRunner'?\nThe runners are: DirectRunner",
        "--runner=TestDirectRunner");
  }

  private void refusedOptions(String message, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "run";
    args[1] = "numbers";
    System.arraycopy(options, 0, args, 2, options.length);
    refused(message, args);
  }

  private void refused(String message, String... args) {
    assertThat(command.call(args), is(2));
    assertThat(command.err, is(message + System.lineSeparator()));
    assertThat(command.out, is(""));
  }
}
