package io.summerbeam.io.files;

import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterJournal;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplayUnderWayException;
import io.summerbeam.sdk.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.joda.time.Instant;

/** The journal in a directory, held by one replay. */
final class FileJournal implements LetterJournal {

  private final FileChannel lock;
  private final FileChannel journal;
  private final LetterStatuses statuses;

  private FileJournal(FileChannel lock, FileChannel journal, LetterStatuses statuses) {
    this.lock = lock;
    this.journal = journal;
    this.statuses = statuses;
  }

  /**
   * Takes the journal of a directory.
   *
   * @throws ReplayUnderWayException if another replay has it
   * @throws IOException if it cannot be read or written
   */
  static FileJournal open(Path directory) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve(FileDeadLetterStore.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (!isTaken(lock)) {
        throw new ReplayUnderWayException(
            "Another replay of " + directory + " is under way. Wait for its end.");
      }
      LetterStatuses statuses = LetterStatuses.in(directory);
      FileChannel journal =
          FileChannel.open(
              directory.resolve(FileDeadLetterStore.JOURNAL),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        journal.truncate(endOfLines(journal));
        journal.position(journal.size());
        return new FileJournal(lock, journal, statuses);
      } catch (IOException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    FileLock taken;
    try {
      taken = lock.tryLock();
    } catch (OverlappingFileLockException e) {
      // By another thread of this process.
      taken = null;
    }
    return taken != null;
  }

  /** Where the last line ends; behind it is what a crash has cut off. */
  private static long endOfLines(FileChannel journal) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = journal.size(); end > 0; end--) {
      one.clear();
      journal.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  @Override
  public LetterStatus status(DeadLetter letter) {
    return statuses.of(letter);
  }

  @Override
  public void write(Collection<DeadLetter> letters, LetterStatus status) throws IOException {
    ByteBuffer lines = ByteBuffer.wrap(lines(letters, status));
    while (lines.hasRemaining()) {
      journal.write(lines);
    }
    journal.force(false);
    for (DeadLetter letter : letters) {
      statuses.put(letter, status);
    }
  }

  private static byte[] lines(Collection<DeadLetter> letters, LetterStatus status)
      throws IOException {
    String now = RowJson.time(Instant.now());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RowJson.generator(bytes)) {
      for (DeadLetter letter : letters) {
        out.writeStartObject();
        out.writeStringField("id", letter.id());
        out.writeNumberField("attempts", letter.attempts());
        out.writeStringField("status", status.code());
        out.writeStringField("time", now);
        out.writeEndObject();
        out.writeRaw('\n');
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    try (lock;
        journal) {
      // Both, whatever happens to the first.
    }
  }
}
