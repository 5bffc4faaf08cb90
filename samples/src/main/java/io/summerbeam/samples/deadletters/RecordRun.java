package io.summerbeam.samples.deadletters;

import io.summerbeam.io.files.FileDeadLetterStore;
import io.summerbeam.io.files.FileReplayTarget;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that has the record of one letter, and what a job makes of it; gone at the end. */
final class RecordRun implements Closeable {

  /** What {@link #arguments} names itself, and what would make a job write elsewhere. */
  private static final Set<String> OURS = Set.of("--input", "--output", "--deadLetters", "--sink");

  private final Path folder;

  private RecordRun(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the record of a letter.
   *
   * @throws UsageException if it cannot be a line of a file
   */
  static RecordRun of(DeadLetter letter) throws IOException {
    // It goes nowhere: what a step makes of a record that is masked may be seen.
    ReplayRecord record = ReplayRecord.of(letter).withoutMaskedMark();
    RecordRun run =
        new RecordRun(Files.createTempDirectory("summerbeam-reproduce-").toAbsolutePath());
    try {
      run.write(record);
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private void write(ReplayRecord record) throws IOException {
    FileReplayTarget target = FileReplayTarget.to(path("in").toString());
    String refusal = target.refusal(record);
    if (refusal != null) {
      throw new UsageException(
          "The dead letter " + record.letterId() + " cannot be reproduced: " + refusal + ".");
    }
    try (ReplayWriter writer = target.open()) {
      writer.write(record);
      writer.flush();
    }
  }

  /** Something in the folder. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * What the command line runs the record by.
   *
   * @param with more options of the job
   * @throws UsageException if one of them says where the record is or what becomes of it
   */
  List<String> arguments(String job, List<String> with) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                job,
                "--input=" + path("in").resolve("*.jsonl"),
                "--output=" + path("out"),
                "--deadLetters=" + path("dead-letters")));
    for (String option : with) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (OURS.contains(name)) {
        throw new UsageException(
            "--with must not set "
                + name
                + ": reproduce reads and writes files of its own, which are deleted.");
      }
      arguments.add(option);
    }
    return arguments;
  }

  /** The letter that there is now; null where the record passes. */
  @Nullable DeadLetter again() throws IOException {
    try (DeadLetterStore store = FileDeadLetterStore.in(path("dead-letters").toString());
        LetterScan scan = store.scan(LetterFilter.all())) {
      StoredLetter found = scan.next();
      return found == null ? null : found.letter();
    }
  }

  @Override
  public void close() throws IOException {
    // Whoever comes second, when the process is told to end, finds less.
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
