package io.summerbeam.runners;

import io.summerbeam.sdk.schema.NearestName;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The command line over a list of jobs: {@code run JOB}, {@code list}, {@code help [JOB]}, and the
 * commands it is given.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Launcher.of(new FlightsJob()).runAndExit(args);
 * }
 * }</pre>
 *
 * <p>Exit codes: {@value #OK}; {@value #FAILED} the pipeline failed, with one line that says why
 * and where the log is; {@value #USAGE} the arguments are wrong or the runner cannot run the
 * pipeline, and nothing was started; {@value #PARTLY} a command left out some of what it was asked
 * for, with one line that says how much.
 *
 * <p>The summary goes to the standard output, everything else to the error output. While a job
 * runs, what code prints to {@code System.out} and {@code System.err}, and all of {@code
 * java.util.logging}, goes to the log file.
 */
public final class Launcher {

  /** The command did what it was asked. */
  public static final int OK = 0;

  /** The pipeline failed. */
  public static final int FAILED = 1;

  /** The arguments are wrong. */
  public static final int USAGE = 2;

  /** The command left out some of what it was asked for. */
  public static final int PARTLY = 3;

  private static final List<String> COMMANDS = List.of("run", "list", "help");

  private final Map<String, Job<?>> jobs;
  private final Map<String, Command<?>> commands;
  private final Runners runners;

  private Launcher(Map<String, Job<?>> jobs, Map<String, Command<?>> commands, Runners runners) {
    this.jobs = jobs;
    this.commands = commands;
    this.runners = runners;
  }

  /**
   * A command line over these jobs and the runners on the class path.
   *
   * @throws IllegalArgumentException if two jobs have the same name
   */
  public static Launcher of(Job<?>... jobs) {
    return of(Runners.onClassPath(), jobs);
  }

  static Launcher of(Runners runners, Job<?>... jobs) {
    Map<String, Job<?>> byName = new LinkedHashMap<>();
    for (Job<?> job : jobs) {
      if (byName.put(job.name(), job) != null) {
        throw new IllegalArgumentException("Two jobs are called '" + job.name() + "'. Rename one.");
      }
    }
    return new Launcher(byName, Map.of(), runners);
  }

  /**
   * The same with these commands beside run, list and help.
   *
   * @throws IllegalArgumentException if two commands have the same name
   */
  public Launcher withCommands(Command<?>... more) {
    Map<String, Command<?>> byName = new LinkedHashMap<>(commands);
    for (Command<?> command : more) {
      if (COMMANDS.contains(command.name()) || byName.put(command.name(), command) != null) {
        throw new IllegalArgumentException(
            "Two commands are called '" + command.name() + "'. Rename one.");
      }
    }
    return new Launcher(jobs, byName, runners);
  }

  /** Runs the command and ends the process with its code. */
  public void runAndExit(String[] args) {
    // What engines log before and after a run is not for the terminal.
    LogManager.getLogManager().reset();
    // They leave threads behind that would keep the process alive.
    System.exit(run(args, System.out, System.err));
  }

  /** Runs the command and returns its code. */
  public int run(String[] args, PrintStream out, PrintStream err) {
    try {
      return command(List.of(args), out, err);
    } catch (UsageException e) {
      err.println(e.getMessage());
      return USAGE;
    }
  }

  private int command(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      HelpText.usage(err, commands.values());
      return USAGE;
    }
    for (Command<?> command : commands.values()) {
      if (startsWith(args, command)) {
        return run(command, args.subList(wordsOf(command).size(), args.size()), out, err);
      }
    }
    List<String> rest = args.subList(1, args.size());
    return switch (args.get(0)) {
      case "run" -> run(rest, out, err);
      case "list" -> list(rest, out);
      case "help", "--help", "-h" -> help(rest, out);
      default -> throw noCommand(args);
    };
  }

  private UsageException noCommand(List<String> args) {
    String first = args.get(0);
    List<String> names = new ArrayList<>(COMMANDS);
    names.addAll(commands.keySet());
    // Of two words where there is a command of two words that begins so.
    boolean ofTwo =
        args.size() > 1
            && commands.keySet().stream().anyMatch(name -> name.startsWith(first + " "));
    String typed = ofTwo ? first + " " + args.get(1) : first;
    String hint =
        NearestName.to(typed, names)
            .or(() -> jobs.containsKey(first) ? Optional.of("run " + first) : Optional.empty())
            .map(nearest -> ". Did you mean '" + nearest + "'?")
            .orElse(".");
    List<String> usages = new ArrayList<>(List.of("run JOB", "list", "help [JOB]"));
    usages.addAll(commands.keySet());
    return new UsageException(
        "There is no command '"
            + typed
            + "'"
            + hint
            + "\nThe commands are: "
            + String.join(", ", usages));
  }

  private static List<String> wordsOf(Command<?> command) {
    return List.of(command.name().split(" ", -1));
  }

  private static boolean startsWith(List<String> args, Command<?> command) {
    List<String> words = wordsOf(command);
    return args.size() >= words.size() && args.subList(0, words.size()).equals(words);
  }

  private <T extends PipelineOptions> int run(
      Command<T> command, List<String> typed, PrintStream out, PrintStream err) {
    if (asksForHelp(typed)) {
      HelpText.command(out, command);
      return OK;
    }
    Class<T> type = command.optionsType();
    List<String> named = Operands.asOptions(typed, command.operands());
    T options = Arguments.parse(named, OptionTable.declaredBy(type)).withWholeTexts(type);
    JobStart.refuseMissing(command.name(), type, options);
    try {
      command.run(options, out);
      return OK;
    } catch (UsageException e) {
      throw e;
    } catch (PartlyDoneException e) {
      err.println(command.name() + ": " + e.getMessage());
      return PARTLY;
    } catch (IOException | RuntimeException e) {
      err.println(command.name() + " FAILED: " + RootCause.line(e));
      return FAILED;
    }
  }

  private static boolean asksForHelp(List<String> options) {
    return options.contains("--help") || options.contains("-h");
  }

  private int list(List<String> rest, PrintStream out) {
    refuseLeftovers("list", rest);
    HelpText.jobs(out, jobs.values());
    return OK;
  }

  private int help(List<String> args, PrintStream out) {
    if (args.isEmpty()) {
      HelpText.usage(out, commands.values());
      out.println();
      out.println("Jobs:");
      HelpText.jobs(out, jobs.values());
      return OK;
    }
    for (Command<?> command : commands.values()) {
      if (startsWith(args, command)) {
        refuseLeftovers(
            "help " + command.name(), args.subList(wordsOf(command).size(), args.size()));
        HelpText.command(out, command);
        return OK;
      }
    }
    Job<?> job = job(args.get(0));
    refuseLeftovers("help " + job.name(), args.subList(1, args.size()));
    HelpText.job(out, job, runners.names());
    return OK;
  }

  private int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      throw new UsageException(
          "run needs the name of a job first: ./summerbeam run JOB [--option=value ...]"
              + "\nThe jobs are: "
              + String.join(", ", jobs.keySet()));
    }
    Job<?> job = job(args.get(0));
    List<String> options = args.subList(1, args.size());
    if (asksForHelp(options)) {
      HelpText.job(out, job, runners.names());
      return OK;
    }
    return run(job, options, out, err);
  }

  private <T extends PipelineOptions> int run(
      Job<T> job, List<String> typed, PrintStream out, PrintStream err) {
    JobStart<T> start = JobStart.of(job, typed, runners);
    PrintStream[] alsoTo = start.debug() ? new PrintStream[] {err} : new PrintStream[0];
    try (LogFile log = LogFile.open(job.name(), alsoTo)) {
      return start.run(log, out, err);
    } catch (IOException e) {
      err.println("FAILED: the log file cannot be written. " + RootCause.line(e));
      return FAILED;
    }
  }

  private Job<?> job(String name) {
    Job<?> job = jobs.get(name);
    if (job == null) {
      throw new UsageException(
          "There is no job '"
              + name
              + "'"
              + NearestName.hint(name, jobs.keySet())
              + "\nThe jobs are: "
              + String.join(", ", jobs.keySet()));
    }
    return job;
  }

  private static void refuseLeftovers(String command, List<String> rest) {
    if (!rest.isEmpty()) {
      throw new UsageException(
          "'" + command + "' takes nothing more, but was given: " + String.join(" ", rest));
    }
  }
}
