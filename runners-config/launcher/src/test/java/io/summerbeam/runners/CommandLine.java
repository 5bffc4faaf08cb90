package io.summerbeam.runners;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Calls the launcher and keeps what it printed. */
final class CommandLine {

  // A line every five seconds: whether a run is as slow as that is up to the machine.
  private static final Pattern PROGRESS =
      Pattern.compile("^\\S+ s  (no records yet|in .*/s)\\R", Pattern.MULTILINE);

  final NumbersJob job = new NumbersJob();
  final PlainProfile profile;
  String out;
  String err;

  CommandLine() {
    this(RunnerCapabilities.all());
  }

  CommandLine(RunnerCapabilities capabilities) {
    this.profile = new PlainProfile(capabilities);
  }

  int call(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int code =
        Launcher.of(new Runners(List.of(profile)), job)
            .withCommands(new GreetCommand())
            .run(
                args,
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = PROGRESS.matcher(errBytes.toString(StandardCharsets.UTF_8)).replaceAll("");
    return code;
  }
}
