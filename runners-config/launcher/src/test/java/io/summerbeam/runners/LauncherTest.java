package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.StreamingOptions;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the launcher does with a job, run on the Direct runner. */
@RunWith(JUnit4.class)
public final class LauncherTest {

  private final CommandLine command = new CommandLine();

  @Test
  public void run_succeeds_printsTheSummary() {
    assertThat(command.call("run", "numbers", "--output=here"), is(0));
    List<String> lines = command.out.lines().toList();
    assertThat(lines.get(0), matchesPattern("numbers on DirectRunner: done in .* s"));
    assertThat(
        lines.subList(1, lines.size() - 1),
        contains(
            "",
            "step  in  out  dropped  dead",
            "Sort   4    2        1     1",
            "",
            "dead letters  records",
            "malformed           1",
            "",
            "output: here"));
    assertThat(lines.get(lines.size() - 1), startsWith("log: "));
    assertThat(command.err, is(""));
  }

  @Test
  public void run_jobIsAStream_setsStreaming() {
    assertThat(command.call("run", "numbers"), is(0));
    assertThat(command.job.seen.as(StreamingOptions.class).isStreaming(), is(false));
    command.job.stream = true;
    assertThat(command.call("run", "numbers"), is(0));
    assertThat(command.job.seen.as(StreamingOptions.class).isStreaming(), is(true));
  }

  @Test
  public void run_fails_saysWhyInOneLineAndLogsTheRest() throws IOException {
    assertThat(command.call("run", "numbers", "--failAt=1"), is(1));
    assertThat(
        command.err,
        matchesPattern(
            "numbers on DirectRunner FAILED: IllegalArgumentException: failAt was met. Give another"
                + " number. \\(log: .*\\.log\\)\\R"));
    assertThat(command.out, is(""));
    assertThat(log(command.err), containsString("\tat " + NumbersJob.class.getName()));
  }

  @Test
  public void run_failsWithDebug_showsTheStackTrace() {
    assertThat(command.call("run", "numbers", "--failAt=1", "--debug"), is(1));
    assertThat(command.err, containsString("\tat " + NumbersJob.class.getName()));
  }

  @Test
  public void build_fails_isAFailure() {
    assertThat(command.call("run", "numbers", "--refuse=build"), is(1));
    assertThat(
        command.err, containsString("FAILED: IllegalStateException: Cannot be built. (log: "));
  }

  @Test
  public void check_refuses_isAUsageError() {
    assertThat(command.call("run", "numbers", "--refuse=options", "--output=x"), is(2));
    assertThat(command.err, is("--output is not empty: x" + System.lineSeparator()));
  }

  @Test
  public void whatAJobStarts_isThereBeforeItIsBuiltAndClosedWhenItIsDone() {
    assertThat(command.call("run", "numbers"), is(0));
    assertThat(
        command.job.events, contains("started", "built with [from start]", "done", "closed"));
  }

  @Test
  public void whatAJobStarts_isClosedWhenItFails() {
    assertThat(command.call("run", "numbers", "--failAt=1"), is(1));
    assertThat(command.job.events, contains("started", "built with [from start]", "closed"));
  }

  @Test
  public void whatAJobStarts_isClosedWhenItCannotBeBuilt() {
    assertThat(command.call("run", "numbers", "--refuse=build"), is(1));
    assertThat(command.job.events, contains("started", "built with [from start]", "closed"));
  }

  @Test
  public void start_refuses_isAUsageErrorAndNothingIsClosed() {
    assertThat(command.call("run", "numbers", "--refuse=start"), is(2));
    assertThat(command.err, is("--output cannot be started." + System.lineSeparator()));
    assertThat(command.job.events, empty());
  }

  @Test
  public void whatCannotBeClosed_isToldAndTheResultStays() {
    assertThat(command.call("run", "numbers", "--refuse=close", "--output=here"), is(0));
    assertThat(command.out, containsString("output: here"));
    assertThat(
        command.err,
        matchesPattern(
            "What numbers had started could not be ended: IOException: It does not stop\\."
                + " \\(log: .*\\.log\\)\\R"));
  }

  @Test
  public void run_withWhatTheRunnerLacks_isRefused() {
    CommandLine lacking =
        new CommandLine(RunnerCapabilities.all().without(Capability.PROCESSING_TIME_TIMERS));
    Job<NumbersJob.NumbersOptions> job = new TimerJob();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Launcher.of(new Runners(List.of(lacking.profile)), job)
            .run(new String[] {"run", "timers"}, System.out, new PrintStream(err, true));
    assertThat(code, is(2));
    assertThat(
        err.toString(),
        startsWith(
            "DirectRunner cannot run 'Timers/ParMultiDo(ProcessingTimer)': it needs processing-time"
                + " timers, which the runner lacks in batch."));
  }

  @Test
  public void run_givesTheJobItsNameAndTheRunnerItsOptions() {
    assertThat(command.call("run", "numbers", "--targetParallelism=1", "--sorted"), is(0));
    assertThat(command.job.seen.getJobName(), is("numbers"));
    assertThat(command.job.seen.as(DirectOptions.class).getTargetParallelism(), is(1));
    assertThat(command.profile.given, contains("sorted", "targetParallelism"));
  }

  @Test
  public void run_withAJobName_keepsIt() {
    assertThat(command.call("run", "numbers", "--jobName=mine"), is(0));
    assertThat(command.job.seen.getJobName(), is("mine"));
  }

  @Test
  public void whatCodePrints_goesIntoTheLog() throws IOException {
    PrintStream before = System.out;
    assertThat(command.call("run", "numbers"), is(0));
    assertThat(command.out, not(containsString("printed by a DoFn")));
    assertThat(log(command.out), containsString(" INFO stdout: printed by a DoFn\n"));
    assertThat(System.out, is(before));
  }

  @Test
  public void list_namesTheJobs() {
    assertThat(command.call("list"), is(0));
    assertThat(command.out.lines().toList(), contains("numbers  Sorts numbers out."));
  }

  @Test
  public void help_ofAJob_showsOptionsDefaultsAndMeaning() {
    assertThat(command.call("help", "numbers"), is(0));
    assertThat(
        command.out.lines().toList(),
        hasItems(
            "numbers: Sorts numbers out.",
            "  --output=TEXT",
            "      Where the numbers go.",
            "      Default: out/numbers",
            "  --failAt=NUMBER",
            "  --color=RED|GREEN",
            "  --runner=DirectRunner",
            "  --debug=true|false"));
    assertThat(command.out, not(containsString("--tempLocation")));
  }

  @Test
  public void help_isShownByTheOptionToo() {
    command.call("help", "numbers");
    String help = command.out;
    assertThat(command.call("run", "numbers", "--help"), is(0));
    assertThat(command.out, is(help));
  }

  @Test
  public void help_alone_showsCommandsAndJobs() {
    assertThat(command.call("help"), is(0));
    assertThat(
        command.out,
        allOf(
            containsString("./summerbeam run JOB"),
            containsString("./summerbeam bench [NAME ...]"),
            containsString("Sorts numbers")));
  }

  @Test
  public void jobs_ofTheSameName_areRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Launcher.of(new NumbersJob(), new NumbersJob()));
    assertThat(e.getMessage(), is("Two jobs are called 'numbers'. Rename one."));
  }

  private static String log(String printed) throws IOException {
    String path = printed.substring(printed.indexOf("log: ") + "log: ".length());
    return Files.readString(Path.of(path.strip().replaceFirst("\\)$", "")));
  }
}
