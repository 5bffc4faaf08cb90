package io.summerbeam.transforms.enrich;

/** What becomes of a record when the worker's copy of the table is older than it may be. */
public enum OnStale {
  /** It is a retryable dead letter {@code lookup_failed}, or thrown where there is no handler. */
  FAIL,
  /** The failure is thrown, whatever handler there is: the runner tries again, or ends the job. */
  STOP
}
