package io.summerbeam.samples.orders;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.OutputStream;

/** Copies dead letters of any store into a folder, for {@code ./summerbeam dead-letters}. */
final class CopiedLetters {

  private CopiedLetters() {}

  static void copy(DeadLetterStore from, String folder) throws IOException {
    try (DeadLetterStore store = from;
        LetterScan scan = store.scan(LetterFilter.all());
        OutputStream file = NewFile.in(folder, FileDeadLetters.PREFIX + "-copied.jsonl")) {
      for (StoredLetter each = scan.next(); each != null; each = scan.next()) {
        file.write(DeadLetterJson.toBytes(each.letter()));
        file.write('\n');
      }
    }
  }
}
