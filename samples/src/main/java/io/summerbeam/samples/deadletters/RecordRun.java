package io.summerbeam.samples.deadletters;

import io.summerbeam.io.files.FileDeadLetterStore;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
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

  private static final String IN = "in";

  private final Path folder;
  private final String input;

  private RecordRun(Path folder, String input) {
    this.folder = folder;
    this.input = input;
  }

  /**
   * Writes the record of a letter.
   *
   * @param options how its payload is read
   * @throws UsageException if they do not fit, or it cannot be a record of a file
   * @throws IOException if a registry that they name does not answer
   */
  static RecordRun of(DeadLetter letter, PayloadOptions options) throws IOException {
    RecordFile file = RecordFile.of(letter, options);
    RecordRun run =
        new RecordRun(
            Files.createTempDirectory("summerbeam-reproduce-").toAbsolutePath(), file.pattern());
    try {
      file.write(run.path(IN));
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
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
                "--input=" + path(IN).resolve(input),
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
