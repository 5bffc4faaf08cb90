package io.summerbeam.io.files;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** Reads files of dead letters, line by line. */
final class FileLetterScan implements LetterScan {

  private final LetterFiles files;
  private final LetterFilter filter;
  private final LetterStatuses statuses;
  private final boolean follows;
  private final Queue<ResourceId> ahead = new ArrayDeque<>();
  private final Set<ResourceId> known = new HashSet<>();
  private @Nullable LineReader open;
  private long unreadable;

  private FileLetterScan(
      LetterFiles files, LetterFilter filter, LetterStatuses statuses, boolean follows) {
    this.files = files;
    this.filter = filter;
    this.statuses = statuses;
    this.follows = follows;
  }

  /** All files that are there now. */
  static FileLetterScan of(LetterFiles files, LetterFilter filter, LetterStatuses statuses)
      throws IOException {
    FileLetterScan scan = new FileLetterScan(files, filter, statuses, false);
    scan.ahead.addAll(files.listSome());
    return scan;
  }

  /** The files that appear from now on; they are complete when they do. */
  static FileLetterScan following(LetterFiles files, LetterFilter filter, LetterStatuses statuses)
      throws IOException {
    FileLetterScan scan = new FileLetterScan(files, filter, statuses, true);
    scan.known.addAll(files.list());
    return scan;
  }

  @Override
  public @Nullable StoredLetter next() throws IOException {
    for (byte[] line = line(); line != null; line = line()) {
      StoredLetter found = read(line);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The letter of a line; null where there is none that is wanted. */
  private @Nullable StoredLetter read(byte[] line) {
    DeadLetter letter;
    try {
      letter = DeadLetterJson.read(line);
    } catch (IllegalArgumentException e) {
      unreadable++;
      return null;
    }
    LetterStatus status = statuses.of(letter);
    return filter.matches(letter, status) ? new StoredLetter(letter, status) : null;
  }

  /** The next line of all files; null where there is none. */
  private byte @Nullable [] line() throws IOException {
    while (true) {
      LineReader reader = open != null ? open : openNext();
      if (reader == null) {
        return null;
      }
      byte[] line = reader.next();
      if (line != null) {
        return line;
      }
      closeFile();
    }
  }

  private @Nullable LineReader openNext() throws IOException {
    if (follows && ahead.isEmpty()) {
      for (ResourceId file : files.list()) {
        if (known.add(file)) {
          ahead.add(file);
        }
      }
    }
    ResourceId file = ahead.poll();
    open =
        file == null
            ? null
            : new LineReader(LetterFiles.open(file), FileDeadLetterStore.MAX_LINE_BYTES);
    return open;
  }

  private void closeFile() throws IOException {
    LineReader reader = open;
    open = null;
    if (reader != null) {
      unreadable += reader.tooLong();
      reader.close();
    }
  }

  @Override
  public long unreadable() {
    return unreadable + (open == null ? 0 : open.tooLong());
  }

  @Override
  public void close() throws IOException {
    ahead.clear();
    closeFile();
  }
}
