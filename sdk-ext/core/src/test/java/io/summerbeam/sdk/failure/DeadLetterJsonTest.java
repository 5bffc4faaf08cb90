package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DeadLetterJsonTest {

  private static final DeadLetter SMALL =
      DeadLetter.builder()
          .setId("00ff")
          .setPipeline("flights")
          .setStep("FileRows.read")
          .setReason("malformed")
          .setMessage("the record is empty")
          .setFailureTime(Instant.parse("2001-01-01T00:00:00.250Z"))
          .setFirstFailureTime(Instant.parse("2001-01-01T00:00:00Z"))
          .build();

  private static String json(DeadLetter letter) throws IOException {
    return new String(DeadLetterJson.toBytes(letter), StandardCharsets.UTF_8);
  }

  @Test
  public void absentValues_null() throws Exception {
    assertThat(
        json(SMALL),
        equalTo(
            "{\"id\":\"00ff\",\"pipeline\":\"flights\",\"step\":\"FileRows.read\","
                + "\"reason\":\"malformed\",\"message\":\"the record is empty\","
                + "\"error_class\":null,\"payload\":null,\"payload_encoding\":null,"
                + "\"source\":null,\"event_time\":null,"
                + "\"failure_time\":\"2001-01-01T00:00:00.250Z\",\"severity\":\"permanent\","
                + "\"attempts\":1,\"window_start\":null,\"window_end\":null,"
                + "\"first_failure_time\":\"2001-01-01T00:00:00Z\",\"payload_format\":null,"
                + "\"payload_schema\":null,\"key\":null,\"key_encoding\":null,\"headers\":{},"
                + "\"stack_trace\":null,\"version\":1}"));
  }

  @Test
  public void allValues_underTheirKeys() throws Exception {
    DeadLetter letter =
        SMALL.toBuilder()
            .setErrorClass("java.lang.Exception")
            .setPayload("{\"é\":\"a\\n\"}\r😀".getBytes(StandardCharsets.UTF_8))
            .setPayloadFormat("json")
            .setPayloadSchema("a STRING")
            .setSource(Provenance.ofFile("/in/flights.jsonl", 930, 12L))
            .setKey(new byte[] {(byte) 0xFF, 0})
            .setHeaders(Map.of("trace", "7"))
            .setEventTime(Instant.parse("2001-01-01T00:47:00Z"))
            .setWindowStart(Instant.parse("2001-01-01T00:00:00Z"))
            .setWindowEnd(Instant.parse("2001-01-02T00:00:00Z"))
            .setSeverity("retryable")
            .setAttempts(3)
            .setStackTrace("java.lang.Exception\n\tat X")
            .build();
    assertThat(
        json(letter),
        equalTo(
            "{\"id\":\"00ff\",\"pipeline\":\"flights\",\"step\":\"FileRows.read\","
                + "\"reason\":\"malformed\",\"message\":\"the record is empty\","
                + "\"error_class\":\"java.lang.Exception\","
                + "\"payload\":\"{\\\"é\\\":\\\"a\\\\n\\\"}\\r\\uD83D\\uDE00\","
                + "\"payload_encoding\":\"utf-8\","
                + "\"source\":{\"file\":\"/in/flights.jsonl\",\"offset\":930,\"line\":12},"
                + "\"event_time\":\"2001-01-01T00:47:00Z\","
                + "\"failure_time\":\"2001-01-01T00:00:00.250Z\",\"severity\":\"retryable\","
                + "\"attempts\":3,\"window_start\":\"2001-01-01T00:00:00Z\","
                + "\"window_end\":\"2001-01-02T00:00:00Z\","
                + "\"first_failure_time\":\"2001-01-01T00:00:00Z\","
                + "\"payload_format\":\"json\",\"payload_schema\":\"a STRING\","
                + "\"key\":\"/wA=\",\"key_encoding\":\"base64\",\"headers\":{\"trace\":\"7\"},"
                + "\"stack_trace\":\"java.lang.Exception\\n\\tat X\",\"version\":1}"));
  }

  @Test
  public void source_ofAnotherSystem() throws Exception {
    Provenance source =
        Provenance.fromRow(
            Row.withSchema(Provenance.SCHEMA)
                .addValues("kafka", "orders", 3, 42L, null, null, null)
                .build());
    assertThat(
        json(SMALL.toBuilder().setSource(source).build())
            .contains(
                "\"source\":{\"system\":\"kafka\",\"resource\":\"orders\",\"partition\":3,"
                    + "\"offset\":42},"),
        equalTo(true));
    assertThat(
        json(SMALL.toBuilder().setSource(Provenance.ofFile("f", 0, null)).build())
            .contains("\"source\":{\"file\":\"f\",\"offset\":0,\"line\":null},"),
        equalTo(true));
  }

  @Test
  public void payload_givesBackTheVeryBytes() throws Exception {
    for (byte[] payload :
        List.of(
            new byte[0],
            "plain".getBytes(StandardCharsets.UTF_8),
            "\uFEFF\0\u007f\u2028é😀\r\n\t\"\\".getBytes(StandardCharsets.UTF_8),
            new byte[] {'a', (byte) 0xE9},
            new byte[] {(byte) 0xC0, (byte) 0xAF},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD},
            new byte[] {0, 1, 2, (byte) 0xFF})) {
      assertThat(
          payloadOf(DeadLetterJson.toBytes(SMALL.toBuilder().setPayload(payload).build())),
          equalTo(payload));
    }
  }

  @Test
  public void read_givesBackTheLetter() throws Exception {
    DeadLetter letter =
        SMALL.toBuilder()
            .setErrorClass("java.lang.Exception")
            .setPayload("{\"é\":\"a\\n\"}\r😀".getBytes(StandardCharsets.UTF_8))
            .setPayloadFormat("json")
            .setPayloadSchema("a STRING")
            .setSource(Provenance.ofFile("/in/flights.jsonl", 930, 12L))
            .setKey(new byte[] {(byte) 0xFF, 0})
            .setHeaders(Map.of("trace", "7"))
            .setEventTime(Instant.parse("2001-01-01T00:47:00Z"))
            .setWindowStart(Instant.parse("2001-01-01T00:00:00Z"))
            .setWindowEnd(Instant.parse("2001-01-02T00:00:00Z"))
            .setSeverity("retryable")
            .setAttempts(3)
            .setStackTrace("java.lang.Exception\n\tat X")
            .build();
    for (DeadLetter each :
        List.of(
            SMALL,
            letter,
            letter.toBuilder().setSource(Provenance.ofFile("f", 0, null)).build(),
            letter.toBuilder().setSource(Provenance.ofKafka("orders", 3, 42)).build())) {
      assertThat(DeadLetterJson.read(DeadLetterJson.toBytes(each)), equalTo(each));
    }
  }

  @Test
  public void read_passesOverKeysThatAreNotKnown() throws Exception {
    String more = json(SMALL).replaceFirst("\\{", "{\"new\":[{\"id\":1}],\"newer\":{\"a\":{}},");
    assertThat(DeadLetterJson.read(more.getBytes(StandardCharsets.UTF_8)), equalTo(SMALL));
  }

  @Test
  public void read_refusesWhatIsNoLetter() throws Exception {
    String right = json(SMALL);
    for (String wrong :
        List.of(
            "",
            "{}",
            "[]",
            "secret",
            right + "{}",
            right.substring(0, right.length() - 1),
            right.replace("\"version\":1", "\"version\":2"),
            right.replace("\"attempts\":1", "\"attempts\":0"),
            right.replace("\"payload\":null,", "\"payload\":\"a\","),
            right.replace("2001-01-01T00:00:00Z", "now"))) {
      assertThat(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> DeadLetterJson.read(wrong.getBytes(StandardCharsets.UTF_8)))
              .getMessage(),
          equalTo("This is no dead letter of version 1 as JSON."));
    }
  }

  /** Reads the payload as a program would that knows nothing of us. */
  private static byte[] payloadOf(byte[] line) throws IOException {
    String payload = null;
    String encoding = null;
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken(), equalTo(JsonToken.START_OBJECT));
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (name.equals("payload")) {
          payload = parser.getText();
        } else if (name.equals("payload_encoding")) {
          encoding = parser.getText();
        }
        parser.skipChildren();
      }
      assertThat(parser.nextToken(), equalTo(null));
    }
    return encoding.equals("utf-8")
        ? payload.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(payload);
  }
}
