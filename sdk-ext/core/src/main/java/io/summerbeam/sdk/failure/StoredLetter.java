package io.summerbeam.sdk.failure;

/**
 * A dead letter as a store has it.
 *
 * @param letter the envelope as it was written
 * @param status what became of it since
 */
public record StoredLetter(DeadLetter letter, LetterStatus status) {}
