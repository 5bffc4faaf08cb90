package io.summerbeam.sdk.failure;

/** See {@link PayloadPolicy#keep}. */
record KeepPayload() implements PayloadPolicy {

  private static final long serialVersionUID = 1;

  @Override
  public DeadLetter apply(DeadLetter letter) {
    return letter;
  }

  @Override
  public boolean keepsAll() {
    return true;
  }
}
