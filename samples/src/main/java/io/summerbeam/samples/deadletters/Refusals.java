package io.summerbeam.samples.deadletters;

import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;

/** What several commands refuse. */
final class Refusals {

  private Refusals() {}

  static UsageException noneFound(DeadLetterStore store) {
    return new UsageException(
        "There is no such dead letter in "
            + Columns.printable(store.toString())
            + ". See ./summerbeam help dead-letters list");
  }
}
