package io.summerbeam.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** One call of the command line, on the Direct runner: what it printed, and its exit code. */
public record CommandLine(int code, String out, String err) {

  /** Calls it. */
  public static CommandLine call(String... args) {
    // A process has one job; of two the options of one name would have to have one default.
    PipelineOptionsFactory.resetCache();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code =
        Main.launcher(errors).run(args, new PrintStream(out, true, StandardCharsets.UTF_8), errors);
    return new CommandLine(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The lines of the files in a folder whose names begin so; none where there is no folder. */
  public static List<String> lines(Path folder, String prefix) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  /** A file that comes with the samples. */
  public static String sample(String name) {
    return Path.of("data", name).toString();
  }
}
