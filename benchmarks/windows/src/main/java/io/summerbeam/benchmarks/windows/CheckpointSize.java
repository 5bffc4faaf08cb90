package io.summerbeam.benchmarks.windows;

import io.summerbeam.benchmarks.arm.Arm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a job of Flink until a checkpoint has all records in it, and reports how large that is: what
 * is kept, as it is written.
 */
public final class CheckpointSize {

  /** Checkpoints are so far apart that none goes away while it is looked at. */
  public static final long INTERVAL_MILLIS = 4_000;

  private static final String METADATA = "_metadata";

  private CheckpointSize() {}

  /** A job that goes on until the JVM ends. */
  @FunctionalInterface
  public interface Job {
    /** Runs it. */
    void run() throws Exception;
  }

  /**
   * Runs the job and adds {@code state_bytes} to the report of the arm.
   *
   * @param folder where the job writes its checkpoints
   */
  public static void report(Path folder, Job job) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (Exception e) {
                AllRead.failed(e);
              }
            },
            "job");
    thread.setDaemon(true);
    thread.start();
    AllRead.await();
    Arm.alsoReport("count.state_bytes", Long.toString(bytes(newest(folder))));
  }

  // Below the folder there is one of the job, and in it one of each checkpoint: chk-7.
  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.endsWith(METADATA))
          .map(Path::getParent)
          .max(Comparator.comparingLong(CheckpointSize::number))
          .orElseThrow(() -> new IOException("there is no checkpoint in " + folder));
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceFirst("chk-", ""));
  }

  private static long bytes(Path checkpoint) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(checkpoint)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
