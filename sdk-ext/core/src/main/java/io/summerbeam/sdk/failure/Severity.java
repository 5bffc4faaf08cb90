package io.summerbeam.sdk.failure;

/** Whether the same record may succeed later without being changed. */
public enum Severity {
  /** It will fail again: the record has to be mended, or the pipeline. */
  PERMANENT("permanent"),
  /** It may succeed when what failed is back: a server, a quota. */
  RETRYABLE("retryable");

  private final String code;

  Severity(String code) {
    this.code = code;
  }

  /** The code in the envelope: {@code permanent} or {@code retryable}. */
  public String code() {
    return code;
  }
}
