package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a store gives. */
final class LetterLists {

  private LetterLists() {}

  static List<StoredLetter> of(DeadLetterStore store, LetterFilter filter) throws IOException {
    List<StoredLetter> all = new ArrayList<>();
    try (LetterScan scan = store.scan(filter)) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        all.add(next);
      }
    }
    return all;
  }
}
