package io.summerbeam.sdk.failure;

import java.util.Map;

/** See {@link PayloadPolicy#drop}. */
record DropPayload() implements PayloadPolicy {

  private static final long serialVersionUID = 1;

  @Override
  public DeadLetter apply(DeadLetter letter) {
    return letter.toBuilder()
        .setPayload(null)
        .setPayloadFormat(null)
        .setPayloadSchema(null)
        .setKey(null)
        .setHeaders(Map.of())
        .setStackTrace(null)
        .build();
  }
}
