package io.summerbeam.sdk.failure;

import java.nio.charset.StandardCharsets;
import org.joda.time.Instant;

/** Dead letters for tests. */
final class Letters {

  static final Instant FAILED = Instant.parse("2001-01-31T12:00:00Z");

  private Letters() {}

  static DeadLetter of(String id) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("flights")
        .setStep("Validate")
        .setReason("malformed")
        .setMessage("it is wrong")
        .setPayload(id.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setFailureTime(FAILED)
        .setFirstFailureTime(FAILED)
        .build();
  }
}
