package io.summerbeam.samples.deadletters;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.joda.time.Instant;

/** A folder with dead letters, for tests. All data in them is called secret. */
record LetterFolder(Path path) {

  static final DeadLetter LATE =
      DeadLetter.builder()
          .setId("00aa")
          .setPipeline("flights")
          .setStep("Aggregate")
          .setReason("late")
          .setMessage("its window was closed")
          .setSource(Provenance.ofFile("in.jsonl", 0, 1L))
          .setPayload("{\"secret\":1}".getBytes(StandardCharsets.UTF_8))
          .setPayloadFormat("json")
          .setEventTime(Instant.parse("2001-01-05T10:00:00Z"))
          .setWindowStart(Instant.parse("2001-01-05T00:00:00Z"))
          .setWindowEnd(Instant.parse("2001-01-06T00:00:00Z"))
          .setFailureTime(Instant.parse("2001-02-01T00:00:00Z"))
          .setFirstFailureTime(Instant.parse("2001-01-31T00:00:00Z"))
          .setAttempts(5)
          .build();

  static final DeadLetter MALFORMED =
      DeadLetter.builder()
          .setId("00bb")
          .setPipeline("flights")
          .setStep("Flights")
          .setReason("malformed")
          .setMessage("it is no JSON (Unexpected token 'secret')")
          .setErrorClass("com.example.JsonException")
          .setSource(Provenance.ofKafka("flights", 3, 42))
          .setPayload("secret \u001b[31m".getBytes(StandardCharsets.UTF_8))
          .setPayloadFormat("json")
          .setPayloadSchema("n INT64")
          .setKey(new byte[] {(byte) 0xFF})
          .setHeaders(Map.of("token", "secret"))
          .setStackTrace("com.example.JsonException: secret\n\tat X")
          .setFailureTime(Instant.parse("2001-02-02T12:00:00.250Z"))
          .setFirstFailureTime(Instant.parse("2001-02-02T12:00:00.250Z"))
          .build();

  /** Writes letters into a file of their own. */
  void write(String name, DeadLetter... letters) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (DeadLetter letter : letters) {
      lines.writeBytes(DeadLetterJson.toBytes(letter));
      lines.write('\n');
    }
    Files.createDirectories(path);
    // It appears complete, as those that a job writes.
    Path partial = Files.write(path.resolve("." + name), lines.toByteArray());
    Files.move(partial, path.resolve("dead-letters-" + name + ".jsonl"));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
