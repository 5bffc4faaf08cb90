package io.summerbeam.transforms.validate;

import java.util.Locale;

/**
 * What becomes of a record that breaks an expectation. Where it breaks several, the severest of
 * their actions is done, and that is the one that stands last here.
 */
public enum Action {
  /** It goes on, and is counted. */
  WARN,
  /** It is dropped, and counted. */
  DROP,
  /** It is a dead letter, or thrown where there are no dead letters. */
  DEAD_LETTER,
  /** It is thrown, whatever handler there is: the pipeline ends. */
  FAIL;

  /** As it is written in files and counted: {@code dead_letter}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
