package io.summerbeam.sdk.failure;

/** Why a record became a dead letter. */
public enum Reason {
  /** The bytes could not be read as what they should be. */
  MALFORMED("malformed"),
  /** The record was read and breaks a rule it was expected to keep. */
  EXPECTATION_FAILED("expectation_failed"),
  /** A key is not in the table it was looked up in. */
  LOOKUP_MISS("lookup_miss"),
  /** The table did not answer. */
  LOOKUP_FAILED("lookup_failed"),
  /** The record arrived after its window had been closed. */
  LATE("late"),
  /** The code of a transform failed on the record. */
  TRANSFORM_FAILED("transform_failed"),
  /** A value cannot be what the schema it was to have asks for, or not without a loss. */
  CONFORM_FAILED("conform_failed"),
  /** None of the ways that records may take was for it. */
  UNROUTED("unrouted"),
  /** The system that was written to refused the record. */
  SINK_REJECTED("sink_rejected");

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  /** The code in the envelope: {@code malformed}, {@code lookup_miss}, ... */
  public String code() {
    return code;
  }
}
