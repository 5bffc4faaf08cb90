package io.summerbeam.runners;

import io.summerbeam.sdk.state.StateOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.apache.beam.sdk.options.StreamingOptions;

/** A job with its options and its runner: all that was asked for, checked, but not started. */
final class JobStart<T extends PipelineOptions> {

  private final Job<T> job;
  private final T options;
  private final RunnerProfile profile;

  private JobStart(Job<T> job, T options, RunnerProfile profile) {
    this.job = job;
    this.options = options;
    this.profile = profile;
  }

  /**
   * Reads the options and finds the runner.
   *
   * @throws UsageException if something cannot be as it was asked for
   */
  static <T extends PipelineOptions> JobStart<T> of(
      Job<T> job, List<String> typed, Runners runners) {
    PipelineOptionsFactory.register(LauncherOptions.class);
    PipelineOptionsFactory.register(job.optionsType());
    refuseAnotherRunner(typed, runners);
    Arguments arguments = Arguments.parse(typed, OptionTable.forRun(job.optionsType()));
    RunnerProfile profile = runners.find(arguments.value("runner", Runners.DEFAULT));
    T options = arguments.as(job.optionsType());
    options.setRunner(Runners.classOf(profile));
    if (!arguments.names().contains("jobName")) {
      options.setJobName(job.name());
    }
    if (!arguments.names().contains("appName")) {
      options.as(ApplicationNameOptions.class).setAppName(job.name());
    }
    refuseMissing(job.name(), job.optionsType(), options);
    refuseNoBuckets(options);
    if (job.isStream(options)) {
      options.as(StreamingOptions.class).setStreaming(true);
    }
    profile.defaults(options, arguments.names());
    return new JobStart<>(job, options, profile);
  }

  boolean debug() {
    return options.as(LauncherOptions.class).isDebug();
  }

  /**
   * Builds, checks and runs the pipeline, and tells how it went.
   *
   * @return the exit code
   * @throws UsageException if the job refuses its options, or the runner the pipeline
   */
  int run(LogFile log, PrintStream out, PrintStream err) throws UsageException {
    Companion companion = new Companion(job.name(), log, err);
    Interruption interruption = Interruption.watch(companion, log, err);
    try (companion) {
      job.check(options);
      companion.start(job, options);
      Pipeline pipeline = Pipeline.create(options);
      job.build(pipeline, options);
      refuseWhatTheRunnerLacks(pipeline);
      profile.prepare(pipeline);
      return run(pipeline, interruption, log, out, err);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(e, interruption, log, err);
    } finally {
      interruption.stopWatching();
    }
  }

  private int run(
      Pipeline pipeline, Interruption interruption, LogFile log, PrintStream out, PrintStream err) {
    Progress progress =
        new Progress(err, Boolean.getBoolean(Progress.TERMINAL_PROPERTY) && !debug());
    JobRun run = new JobRun(pipeline, progress);
    interruption.cancels(run);
    try {
      Counts counts = run.toEnd(() -> job.isOver(options));
      Summary.lines(
              job.name(),
              profile.runner(),
              run.elapsedMillis(),
              counts,
              job.results(options),
              log.path().toString())
          .forEach(out::println);
      return Launcher.OK;
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause(), interruption, log, err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.cancel();
      return failed(e, interruption, log, err);
    }
  }

  private int failed(Throwable failure, Interruption interruption, LogFile log, PrintStream err) {
    log.failed(failure);
    if (interruption.isUnderWay()) {
      // It failed because it was told to end, and the user has been told that it was.
      return Launcher.FAILED;
    }
    err.println(
        job.name()
            + " on "
            + profile.runner()
            + " FAILED: "
            + RootCause.line(failure)
            + " (log: "
            + log.path()
            + ")");
    return Launcher.FAILED;
  }

  private void refuseWhatTheRunnerLacks(Pipeline pipeline) {
    List<String> refusals =
        Preflight.check(pipeline, profile.runner(), profile.capabilities(options));
    if (!refusals.isEmpty()) {
      throw new UsageException(String.join("\n", refusals));
    }
  }

  // The runner comes first: on the class path of another one its options are unknown.
  private static void refuseAnotherRunner(List<String> typed, Runners runners) {
    List<String> given =
        typed.stream()
            .filter(argument -> argument.startsWith("--runner="))
            .map(argument -> argument.substring("--runner=".length()))
            .toList();
    // Before they are looked for: the class path can only be that of one of them.
    if (given.size() > 1) {
      throw new UsageException(
          "--runner is given twice: " + given.get(0) + " and " + given.get(1) + ". Give it once.");
    }
    given.stream().filter(name -> !name.isEmpty()).forEach(runners::find);
  }

  // Every transform with state would refuse it too, but as a failure and not as a wrong argument.
  private static void refuseNoBuckets(PipelineOptions options) {
    int buckets = options.as(StateOptions.class).getStateBuckets();
    if (buckets < 1) {
      throw new UsageException("--stateBuckets must be positive, but was: " + buckets);
    }
  }

  /** Refuses options of which one is not given that must be. */
  static <T extends PipelineOptions> void refuseMissing(String name, Class<T> type, T options) {
    try {
      PipelineOptionsValidator.validateCli(type, options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()).strip() + " See ./summerbeam help " + name);
    }
  }
}
