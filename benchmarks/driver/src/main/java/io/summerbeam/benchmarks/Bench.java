package io.summerbeam.benchmarks;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.schema.NearestName;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The command over a list of benchmarks: it lists them, or runs those that are named.
 *
 * <p>Exit codes: {@value #OK}; {@value #FAILED} there is no result, and the message says why;
 * {@value #USAGE} the arguments are wrong, and nothing was started. Tables go to the standard
 * output, everything else to the error output.
 */
final class Bench {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path home;
  private final List<Benchmark> benchmarks;
  private final MachineLook machines;
  private final PrintStream out;
  private final PrintStream err;

  /** {@code machines} looks at the machine, given the command that was typed. */
  Bench(
      Path home,
      List<Benchmark> benchmarks,
      MachineLook machines,
      PrintStream out,
      PrintStream err) {
    this.home = home;
    this.benchmarks = benchmarks;
    this.machines = machines;
    this.out = out;
    this.err = err;
  }

  /** Runs the command and returns its code. */
  int run(String... args) throws InterruptedException {
    try {
      Arguments arguments = Arguments.parse(Runtime.getRuntime().availableProcessors(), args);
      if (arguments.help()) {
        help();
        return OK;
      }
      if (arguments.names().isEmpty() || arguments.names().equals(List.of("list"))) {
        list();
        return OK;
      }
      run(choose(arguments.names()), arguments.settings(), String.join(" ", args));
      return OK;
    } catch (UsageException e) {
      err.println(e.getMessage());
      return USAGE;
    } catch (BenchException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println("the result cannot be written: " + e);
      return FAILED;
    }
  }

  private void help() {
    out.println("Usage: ./summerbeam bench [NAME ...] [--option=value ...]");
    out.println();
    list();
    out.println();
    out.println("Sizes:");
    for (Size size : Size.values()) {
      out.println("  " + size.text() + " ".repeat(7 - size.text().length()) + size.meaning);
    }
    out.println();
    out.print(Option.help());
  }

  private void list() {
    int longest = benchmarks.stream().mapToInt(b -> b.name().length()).max().orElse(0);
    out.println("Benchmarks:");
    for (Benchmark benchmark : benchmarks) {
      String space = " ".repeat(longest - benchmark.name().length());
      out.println("  " + benchmark.name() + space + "  " + benchmark.summary());
    }
  }

  private List<Benchmark> choose(List<String> typed) {
    List<String> names = benchmarks.stream().map(Benchmark::name).toList();
    List<Benchmark> chosen = new ArrayList<>();
    for (String name : typed) {
      int index = names.indexOf(name);
      if (index < 0) {
        throw new UsageException(
            "There is no benchmark '"
                + name
                + "'"
                + NearestName.hint(name, names)
                + "\nThe benchmarks are: "
                + String.join(", ", names));
      }
      chosen.add(benchmarks.get(index));
    }
    return chosen;
  }

  private void run(List<Benchmark> chosen, Settings settings, String typed)
      throws BenchException, IOException, InterruptedException {
    Machine machine = machines.at("./summerbeam bench " + typed);
    if (machine.isLoaded() && settings.refuseWhenLoaded()) {
      throw new BenchException(
          "no result: processors at work before the start: "
              + Text.ratio(machine.load())
              + "; there must not be more than "
              + Machine.LOADED_ABOVE
              + " x "
              + machine.cores()
              + " cores. Wait, or leave out --refuse-when-loaded, which only marks the result.");
    }
    Path runs =
        home.resolve("benchmarks/target/runs")
            .resolve(TIME.format(Instant.now()) + "-" + ProcessHandle.current().pid());
    Session session =
        new Session(
            home,
            settings,
            machine,
            new ArmProcess(runs, home, settings.timeout()),
            new Progress(err));
    Results results = Results.to(settings.json(), chosen.size(), TIME.format(machine.date()));
    for (Benchmark benchmark : chosen) {
      Report report = benchmark.run(session);
      out.println(report.text());
      // The result of one is not lost when the next one fails.
      results.add(report).forEach(file -> err.println("written: " + file));
    }
    Folders.deleteIfEmpty(runs);
  }
}
