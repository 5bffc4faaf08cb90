package io.summerbeam.sdk.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of a dead letter since it was written; see {@link DeadLetterStore}. */
public enum LetterStatus {
  /** Nothing was done about it. */
  OPEN("open"),
  /**
   * A replay that delivers at least once had taken it and was interrupted: it may have been
   * delivered. It is replayed like an open one.
   */
  UNCONFIRMED("unconfirmed"),
  /** It was delivered. It is never delivered again. */
  REPLAYED("replayed"),
  /** It was tried too often, or put aside. It is replayed only where parked ones are asked for. */
  PARKED("parked");

  private final String code;

  LetterStatus(String code) {
    this.code = code;
  }

  /** The code: {@code open}, {@code unconfirmed}, {@code replayed} or {@code parked}. */
  public String code() {
    return code;
  }

  /**
   * The status with a code.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  public static LetterStatus ofCode(String code) {
    for (LetterStatus status : values()) {
      if (status.code.equals(code.toLowerCase(Locale.ROOT))) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "A status must be one of "
            + Arrays.stream(values()).map(LetterStatus::code).collect(Collectors.joining(", "))
            + ", but was: "
            + code);
  }
}
