package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.JournaledReplay;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The dead letters that {@link FileDeadLetters} wrote into a directory.
 *
 * <pre>{@code
 * try (DeadLetterStore store = FileDeadLetterStore.in("out/dead-letters")) {
 *   ...
 * }
 * }</pre>
 *
 * <p><b>Files.</b> All {@code dead-letters-*.jsonl} of the directory, in the order of their names.
 * They are read and never changed. A line that is no dead letter of this version, or longer than
 * {@value #MAX_LINE_BYTES} bytes, is passed over and counted as unreadable.
 *
 * <p><b>Statuses</b> are in {@value #JOURNAL}, a file in the directory: a line of JSON for each
 * letter that a replay claimed, delivered or parked. Lines are appended and forced to the disk
 * before the replay goes on; what a crash has left of a line is dropped. Each line holds an id, a
 * number of attempts, a status and a time, and nothing of the record. Who deletes the journal opens
 * all letters again.
 *
 * <p><b>Replays</b> deliver at least once. Only one can be open, of all processes; {@value #LOCK}
 * is its lock, which ends with its process. A directory that is not on the local file system can be
 * scanned, where all letters are open, and not replayed: copy it.
 *
 * <p><b>Memory.</b> A line at a time, and some 200 bytes for each letter in the journal.
 */
public final class FileDeadLetterStore implements DeadLetterStore {

  /** The name of the file with the statuses. */
  public static final String JOURNAL = "replays.journal";

  /** The name of the file that a replay locks. */
  public static final String LOCK = "replays.lock";

  /** How long a line may be. */
  public static final int MAX_LINE_BYTES = 1 << 28;

  private final LetterFiles files;

  private FileDeadLetterStore(LetterFiles files) {
    this.files = files;
  }

  /**
   * The store in a directory.
   *
   * @param directory as {@link FileDeadLetters#to} takes it
   * @throws IllegalArgumentException if it is empty, or {@code file:} without an absolute path
   */
  public static FileDeadLetterStore in(String directory) {
    return new FileDeadLetterStore(new LetterFiles(OutputDirectory.of("in()", directory)));
  }

  @Override
  public LetterScan scan(LetterFilter filter) throws IOException {
    return FileLetterScan.of(files, filter, LetterStatuses.in(files.local()));
  }

  @Override
  public LetterScan follow(LetterFilter filter) throws IOException {
    return FileLetterScan.following(files, filter, LetterStatuses.in(files.local()));
  }

  @Override
  public ReplaySession replay(ReplayTarget target) throws IOException {
    Path local = files.local();
    if (local == null || !Files.isDirectory(local)) {
      throw new IOException(
          "Replays of "
              + files.directory()
              + " cannot be noted: it is no directory of the local file system. Copy the dead"
              + " letters to one.");
    }
    return JournaledReplay.open(FileJournal.open(local), target);
  }

  /** Nothing is open between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return files.directory();
  }
}
