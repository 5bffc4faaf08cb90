package io.summerbeam.samples.deadletters;

import java.util.Locale;
import java.util.Optional;

/** Numbers and what is counted, as people read them. */
final class Texts {

  private Texts() {}

  /** With commas between the thousands, as in the end of a run. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 dead letter}, {@code 2,000 dead letters}. */
  static String count(long number, String singular) {
    return number(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /** That there is something else among the letters; nothing where there is not. */
  static Optional<String> unreadable(long number) {
    return number == 0
        ? Optional.empty()
        : Optional.of(
            number == 1
                ? "1 entry is left out: it is no dead letter of this version."
                : number(number)
                    + " entries are left out: they are no dead letters of this version.");
  }
}
