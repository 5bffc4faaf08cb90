package io.summerbeam.samples.deadletters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The PostgreSQL servers that a job has started in a folder and has not ended. */
record LeftServers(List<ProcessHandle> processes) {

  private static final String PID_FILE = "postmaster.pid";
  private static final String PROGRAM = "/postgres";
  private static final long STOP_SECONDS = 10;

  /** Those that there are now. */
  static LeftServers in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return new LeftServers(
          files
              .filter(file -> file.endsWith(PID_FILE))
              .map(LeftServers::process)
              .flatMap(Optional::stream)
              .toList());
    } catch (IOException | UncheckedIOException e) {
      // It is not there, or is being deleted: then there are none.
      return new LeftServers(List.of());
    }
  }

  private static Optional<ProcessHandle> process(Path pidFile) {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          // Of a server that was killed the number may be another's by now.
          .filter(process -> process.info().command().orElse("").endsWith(PROGRAM));
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      // It has just ended, or is only starting and will find no folder.
      return Optional.empty();
    }
  }

  /** Ends them: when they are told to, or by force. */
  void end() {
    for (ProcessHandle process : processes) {
      process.destroy();
      try {
        process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
