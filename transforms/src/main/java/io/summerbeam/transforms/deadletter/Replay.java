package io.summerbeam.transforms.deadletter;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import java.io.IOException;
import java.io.Serializable;

/**
 * Brings dead letters back: takes those of a store that a filter takes, mends them, and delivers
 * their records to a target, or parks what was tried too often.
 *
 * <pre>{@code
 * ReplayResult result =
 *     Replay.of(LetterFilter.all().withReasons("malformed"))
 *         .withEdit(LetterEdit.none().set("distance", "66"))
 *         .run(store, FileReplayTarget.to("in/replayed"));
 * }</pre>
 *
 * <p><b>Which letters.</b> Those that the filter takes. Where it names no status, the open and the
 * unconfirmed ones, which an interrupted replay left; parked ones only where it asks for them, and
 * replayed ones never.
 *
 * <p><b>Attempts.</b> A record carries how often it was tried, so that a second failure goes on
 * counting. A letter that has the maximum of attempts is parked and not delivered.
 *
 * <p><b>Event time</b> is kept, where the target has times: the record joins its window while the
 * allowed lateness covers the repair, else it is late again; a bounded run over the repaired input
 * has no late data.
 *
 * <p><b>What cannot be replayed</b> (a payload that is not there, is encrypted, was masked, or
 * cannot be edited, a record that the target refuses) stays as it is and is counted by reason, with
 * the ids of the letters; all others are delivered. Where records are to come back as they were,
 * encrypt the payloads of dead letters or keep them: what was masked is only at its source.
 *
 * <p><b>Delivery.</b> That of the session of the store: {@link ReplayResult#delivery}. A run that
 * is interrupted is gone on with by a second one.
 *
 * <p><b>Memory.</b> {@value #COMMIT_LETTERS} letters, or some {@value #COMMIT_BYTES} bytes of them.
 */
@AutoValue
public abstract class Replay implements Serializable {

  private static final long serialVersionUID = 1;

  /** How many times a record is tried before it is parked, unless something else is said. */
  public static final int DEFAULT_MAX_ATTEMPTS = 5;

  /** How many letters are committed together at most. */
  public static final int COMMIT_LETTERS = 500;

  /** Of how many letters that are refused for one reason the ids are given. */
  public static final int LISTED_IDS = 100;

  /** How many reasons of refusals are told apart, those that come first. */
  public static final int MAX_REASONS = 100;

  /** What stands for all other reasons, together. */
  public static final String FURTHER_REASONS = "further reasons";

  /** How many bytes of payload are committed together, or one letter. */
  public static final int COMMIT_BYTES = 1 << 23;

  /**
   * Of the letters that a filter takes.
   *
   * @throws IllegalArgumentException if it asks for replayed ones
   */
  public static Replay of(LetterFilter filter) {
    if (filter.statuses().contains(LetterStatus.REPLAYED)) {
      throw new IllegalArgumentException(
          "of() must not be given a filter that asks for replayed letters: they are delivered once."
              + " Ask for open, unconfirmed or parked ones.");
    }
    LetterFilter replayable =
        filter.statuses().isEmpty()
            ? filter.withStatuses(LetterStatus.OPEN, LetterStatus.UNCONFIRMED)
            : filter;
    return new AutoValue_Replay(replayable, LetterEdit.none(), DEFAULT_MAX_ATTEMPTS, false);
  }

  /** Mends the payloads. Default: they go as they are. */
  public Replay withEdit(LetterEdit edit) {
    return new AutoValue_Replay(filter(), edit, maxAttempts(), masked());
  }

  /**
   * How many times a record is tried, the first time included, before it is parked. Default:
   * {@value #DEFAULT_MAX_ATTEMPTS}.
   *
   * @throws IllegalArgumentException if it is less than 2, with which nothing would be replayed
   */
  public Replay withMaxAttempts(int attempts) {
    if (attempts < 2) {
      throw new IllegalArgumentException(
          "withMaxAttempts() must be 2 or more, the first one included, but was: " + attempts);
    }
    return new AutoValue_Replay(filter(), edit(), attempts, masked());
  }

  /**
   * Delivers payloads that a policy has masked as well, as they are: {@code [MASKED]} is data then.
   * Default: they are refused. Letters that were written before there was a mark in their format
   * ({@link io.summerbeam.sdk.failure.PayloadPolicy#MASKED_FORMAT}) cannot be told from others.
   */
  public Replay withMasked() {
    return new AutoValue_Replay(filter(), edit(), maxAttempts(), true);
  }

  abstract LetterFilter filter();

  abstract LetterEdit edit();

  abstract int maxAttempts();

  abstract boolean masked();

  /**
   * Does it.
   *
   * @throws io.summerbeam.sdk.failure.ReplayUnderWayException if another replay of the store is
   *     open and it takes one at a time
   * @throws IOException if the store or the target fails, or a registry that an edit needs; what
   *     was committed before stays, and a second run takes the rest
   */
  public ReplayResult run(DeadLetterStore store, ReplayTarget target) throws IOException {
    try (ReplaySession session = store.replay(target);
        LetterScan scan = store.scan(filter())) {
      return new ReplayRun(this, target, session).over(scan);
    }
  }

  /**
   * Says what {@link #run} would do, and does nothing: copies are counted as delivered.
   *
   * @throws IOException if the store fails, or a registry that an edit needs
   */
  public ReplayResult dryRun(DeadLetterStore store, ReplayTarget target) throws IOException {
    try (LetterScan scan = store.scan(filter())) {
      return new ReplayRun(this, target, null).over(scan);
    }
  }
}
