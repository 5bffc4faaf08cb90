package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.joda.time.Instant;

/** Dead letters for tests. */
final class Letters {

  private Letters() {}

  /** A letter with only what every letter has, and a payload. */
  static DeadLetter letter(String id, String payload, int minute) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("orders")
        .setStep("Validate")
        .setReason("sink_rejected")
        .setMessage("refused")
        .setPayload(payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setFailureTime(Instant.ofEpochSecond(60L * minute))
        .setFirstFailureTime(Instant.ofEpochSecond(60L * minute))
        .build();
  }

  /** A letter that has everything. */
  static DeadLetter full() {
    return letter("full", "{\"a\":1}", 1).toBuilder()
        .setErrorClass("java.lang.IllegalStateException")
        .setPayload(new byte[] {0, -1, 10})
        .setPayloadSchema("a INT64")
        .setSource(Provenance.ofFile("orders.jsonl", 12, 3L))
        .setKey(new byte[] {0, 1})
        .setHeaders(Map.of("trace", "\"abc\" {ü} 🎈", "empty", ""))
        .setEventTime(Instant.parse("2001-01-01T00:00:00.123Z"))
        .setWindowStart(Instant.parse("2001-01-01T00:00:00Z"))
        .setWindowEnd(Instant.parse("2001-01-02T00:00:00Z"))
        .setFirstFailureTime(Instant.ofEpochSecond(1))
        .setSeverity("retryable")
        .setAttempts(3)
        .setStackTrace("at a\n\tat b")
        .build();
  }
}
