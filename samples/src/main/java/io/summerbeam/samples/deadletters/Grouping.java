package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.DeadLetter;
import java.util.Locale;

/** What letters are counted by. */
enum Grouping {
  REASON,
  STEP,
  DAY;

  private static final int DAY_CHARS = "2001-01-31".length();

  /** Its name in the output. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The group of a letter. */
  String of(DeadLetter letter) {
    return switch (this) {
      case REASON -> letter.reason();
      case STEP -> letter.step();
      // In UTC, as Joda writes an instant.
      case DAY -> letter.failureTime().toString().substring(0, DAY_CHARS);
    };
  }
}
