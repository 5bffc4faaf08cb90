package io.summerbeam.samples.deadletters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL servers that a job has started in a folder and has not ended. */
record LeftServers(List<ProcessHandle> processes) {

  private static final String PID_FILE = "postmaster.pid";
  private static final String PROGRAM = "/postgres";
  private static final long STOP_SECONDS = 10;

  /** Those that there are now. */
  static LeftServers in(Path folder) {
    PidFiles files = new PidFiles();
    try {
      Files.walkFileTree(folder, files);
    } catch (IOException e) {
      // What was found before is there all the same.
    }
    return new LeftServers(List.copyOf(files.processes));
  }

  /** What is not there, or no longer, has none; that says nothing about the rest. */
  private static final class PidFiles extends SimpleFileVisitor<Path> {

    private final List<ProcessHandle> processes = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.endsWith(PID_FILE)) {
        process(file).ifPresent(processes::add);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
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
