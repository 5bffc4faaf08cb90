package io.summerbeam.io.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterStatus;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a journal says of letters. */
final class LetterStatuses {

  private static final int MAX_LINE_BYTES = 1 << 16;

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, LetterStatus> statuses = new HashMap<>();

  /**
   * What the journal of a directory says; where there is none, all letters are open.
   *
   * @param directory null where it is not on this machine, and has none
   * @throws IOException if it cannot be read, or is no journal
   */
  static LetterStatuses in(@Nullable Path directory) throws IOException {
    LetterStatuses statuses = new LetterStatuses();
    Path file = directory == null ? null : directory.resolve(FileDeadLetterStore.JOURNAL);
    if (file != null && Files.exists(file)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        statuses.read(in, file.toString());
      }
    }
    return statuses;
  }

  LetterStatus of(DeadLetter letter) {
    return statuses.getOrDefault(key(letter.id(), letter.attempts()), LetterStatus.OPEN);
  }

  void put(DeadLetter letter, LetterStatus status) {
    statuses.put(key(letter.id(), letter.attempts()), status);
  }

  /**
   * Reads a journal.
   *
   * @param name for messages
   */
  private void read(InputStream in, String name) throws IOException {
    LineReader lines = new LineReader(in, MAX_LINE_BYTES);
    long number = 0;
    boolean torn = false;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      number++;
      // Only behind the last line can there be one that a crash has cut off.
      if (torn || lines.tooLong() > 0) {
        throw new IOException(
            name
                + " is no journal of replays: its line "
                + (torn ? number - 1 : number)
                + " is none. Restore the file; without it all letters are open again.");
      }
      torn = !read(line);
    }
  }

  /** Reads a line; false where it is none. */
  private boolean read(byte[] line) {
    String id = null;
    String status = null;
    int attempts = 0;
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getText();
          case "status" -> status = parser.getText();
          case "attempts" -> attempts = parser.getIntValue();
          default -> parser.skipChildren();
        }
      }
      if (id == null || status == null || attempts < 1 || !parser.currentToken().isStructEnd()) {
        return false;
      }
      statuses.put(key(id, attempts), LetterStatus.ofCode(status));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  // A record that was replayed and failed again may have the same id, and has more attempts.
  private static String key(String id, int attempts) {
    return id + "/" + attempts;
  }
}
