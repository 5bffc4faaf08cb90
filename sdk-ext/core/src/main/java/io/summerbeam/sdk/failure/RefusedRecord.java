package io.summerbeam.sdk.failure;

/**
 * A record that a target does not take for what is in it: it is too large for the topic, or breaks
 * a rule of the table. It will not take it tomorrow either; the others are not held up by it.
 *
 * @param record the record, of which nothing was delivered
 * @param reason why, in words that quote no data
 */
public record RefusedRecord(ReplayRecord record, String reason) {}
