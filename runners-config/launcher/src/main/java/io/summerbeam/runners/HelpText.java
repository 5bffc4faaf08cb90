package io.summerbeam.runners;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** What the command prints about itself. */
final class HelpText {

  private static final int WIDTH = 96;
  private static final int SUMMARY_COLUMN = 64;

  private HelpText() {}

  static void usage(PrintStream to, Collection<Command<?>> commands) {
    to.println("Usage:");
    to.println("  ./summerbeam run JOB [--runner=RUNNER] [--option=value ...]   run a job");
    to.println(
        "  ./summerbeam bench [NAME ...]                                 measure; bench --help");
    to.println(
        "  ./summerbeam list                                             the jobs there are");
    to.println(
        "  ./summerbeam help [JOB]                                       the options of a job");
    for (Command<?> command : commands) {
      String call = "  " + call(command);
      to.println(
          call + " ".repeat(Math.max(3, SUMMARY_COLUMN - call.length())) + command.summary());
    }
  }

  static void jobs(PrintStream to, Collection<Job<?>> jobs) {
    int longest = jobs.stream().mapToInt(job -> job.name().length()).max().orElse(0);
    for (Job<?> job : jobs) {
      to.println(job.name() + " ".repeat(longest - job.name().length()) + "  " + job.summary());
    }
  }

  static void job(PrintStream to, Job<?> job, Set<String> runners) {
    to.println(job.name() + ": " + job.summary());
    to.println();
    to.println("  ./summerbeam run " + job.name() + " [--runner=RUNNER] [--option=value ...]");
    to.println();
    to.println("Options of the job:");
    options(to, job.optionsType());
    to.println("Options of every job:");
    option(
        to,
        "runner",
        String.join("|", runners),
        "The engine that runs the pipeline; each has its own class path.",
        Runners.DEFAULT);
    options(to, LauncherOptions.class);
    to.println("All options of the chosen runner and of Beam are passed through, for example");
    to.println("--targetParallelism=4 (DirectRunner), --parallelism=4 (FlinkRunner),");
    to.println(
        "--sparkMaster=local[4] (SparkRunner). Relative paths start at the current directory.");
  }

  static void command(PrintStream to, Command<?> command) {
    to.println(command.name() + ": " + command.summary());
    to.println();
    to.println("  " + call(command));
    to.println();
    to.println("Options:");
    options(to, command.optionsType());
  }

  private static String call(Command<?> command) {
    return "./summerbeam "
        + command.name()
        + Operands.text(command.operands())
        + " [--option=value ...]";
  }

  private static void options(PrintStream to, Class<? extends PipelineOptions> type) {
    PipelineOptions fresh = PipelineOptionsFactory.create().as(type);
    for (OptionSpec spec : OptionTable.declaredBy(type).specs()) {
      String description = spec.description() + (spec.isRequired() ? " Required." : "");
      option(to, spec.name(), spec.placeholder(), description, spec.defaultValue(fresh));
    }
  }

  private static void option(
      PrintStream to, String name, String placeholder, String description, String defaultValue) {
    to.println("  --" + name + "=" + placeholder);
    wrapped(to, description);
    if (!defaultValue.isEmpty()) {
      to.println("      Default: " + defaultValue);
    }
    to.println();
  }

  private static void wrapped(PrintStream to, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() + 7 > WIDTH) {
        to.println("      " + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) {
      to.println("      " + line);
    }
  }
}
