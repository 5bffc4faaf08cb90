package io.summerbeam.transforms.enrich;

/** What becomes of a record whose key is not in the table. */
public enum OnMiss {
  /** It is a dead letter {@code lookup_miss}, or thrown where there are no dead letters. */
  FAIL,
  /** It goes on with null in the fields that would have been taken. */
  KEEP,
  /** It is dropped and counted. */
  DROP
}
