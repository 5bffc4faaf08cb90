package io.summerbeam.runners;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls the launcher and keeps what it printed. */
final class CommandLine {

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
    err = errBytes.toString(StandardCharsets.UTF_8);
    return code;
  }
}
