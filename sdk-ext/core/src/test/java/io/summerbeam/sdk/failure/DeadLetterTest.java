package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Test;

public class DeadLetterTest {

  private static final Instant TIME = Instant.parse("2001-01-01T00:47:00Z");
  private static final Schema SCHEMA =
      Provenance.addTo(Schema.builder().addStringField("secret").build());
  private static final byte[] LINE = "{\"secret\" : \"s3cret\"}".getBytes(StandardCharsets.UTF_8);
  private static final Failure FAILURE =
      Failure.of(
          Reason.TRANSFORM_FAILED, "it failed", new IllegalStateException("bad token s3cret"));

  @Test
  public void coder_allFields_comeBack() throws Exception {
    DeadLetter letter =
        DeadLetter.builder()
            .setId("1")
            .setPipeline("p")
            .setStep("s")
            .setReason("malformed")
            .setMessage("m")
            .setErrorClass("E")
            .setPayload(new byte[] {1})
            .setPayloadFormat("json")
            .setPayloadSchema("a STRING")
            .setSource(Provenance.ofFile("f", 3, null))
            .setKey(new byte[] {2})
            .setHeaders(Map.of("h", "v"))
            .setEventTime(TIME)
            .setWindowStart(TIME.minus(Duration.millis(1)))
            .setWindowEnd(TIME.plus(Duration.millis(1)))
            .setFailureTime(TIME.plus(Duration.millis(2)))
            .setFirstFailureTime(TIME.plus(Duration.millis(3)))
            .setSeverity("retryable")
            .setAttempts(4)
            .setStackTrace("at")
            .build();

    assertThat(encodedAndDecoded(letter), equalTo(letter));
  }

  @Test
  public void coder_absentFields_stayAbsent() throws Exception {
    DeadLetter letter = factory(PayloadPolicy.drop(), 0).ofRow(row(null), TIME, window(), FAILURE);
    assertThat(encodedAndDecoded(letter), equalTo(letter));
  }

  @Test
  public void ofRow_bytesWereKept_holdsExactlyThem() {
    DeadLetter letter =
        factory(PayloadPolicy.keep(), 0)
            .ofRow(
                row(Provenance.ofFile("f", 7, 2L).withPayload(LINE, "json")),
                TIME,
                window(),
                FAILURE);
    assertThat(letter.payload(), equalTo(LINE));
    assertThat(letter.payloadFormat(), equalTo("json"));
    assertThat(letter.source(), equalTo(Provenance.ofFile("f", 7, 2L)));
  }

  @Test
  public void ofRow_bytesWereNotKept_holdsTheRowAsJson() {
    DeadLetter letter = factory(PayloadPolicy.keep(), 0).ofRow(row(null), TIME, window(), FAILURE);
    assertThat(text(letter.payload()), equalTo("{\"secret\":\"s3cret\"}"));
    assertThat(letter.payloadFormat(), equalTo(DeadLetterFactory.ROW_AS_JSON));
    assertThat(letter.payloadSchema(), equalTo("secret STRING"));
    assertThat(letter.source(), nullValue());
  }

  @Test
  public void ofRow_intervalWindow_isInTheEnvelope() {
    DeadLetter letter =
        factory(PayloadPolicy.keep(), 0)
            .ofRow(
                row(null), TIME, new IntervalWindow(TIME, TIME.plus(Duration.millis(5))), FAILURE);
    assertThat(letter.windowStart(), equalTo(TIME));
    assertThat(letter.windowEnd(), equalTo(TIME.plus(Duration.millis(5))));
  }

  @Test
  public void message_keep_appendsTheLibrarys() {
    DeadLetter letter = factory(PayloadPolicy.keep(), 1).ofRow(row(null), TIME, window(), FAILURE);
    assertThat(letter.message(), equalTo("it failed (bad token s3cret)"));
    assertThat(letter.errorClass(), equalTo("java.lang.IllegalStateException"));
    assertThat(String.valueOf(letter.stackTrace()).lines().count(), equalTo(2L));
  }

  @Test
  public void drop_nothingOfTheDataIsLeft() throws Exception {
    DeadLetter letter =
        factory(PayloadPolicy.drop(), 9)
            .ofRow(
                row(Provenance.ofFile("f", 7, 2L).withPayload(LINE, "json")),
                TIME,
                window(),
                FAILURE);
    String encoded =
        new String(
            CoderUtils.encodeToByteArray(DeadLetter.coder(), letter), StandardCharsets.ISO_8859_1);
    assertThat(encoded, not(containsString("s3cret")));
    assertThat(letter.message(), equalTo("it failed"));
    assertThat(letter.source(), equalTo(Provenance.ofFile("f", 7, 2L)));
  }

  @Test
  public void toString_showsNoData() {
    DeadLetter letter = factory(PayloadPolicy.keep(), 9).ofRow(row(null), TIME, window(), FAILURE);
    assertThat(letter.toString(), not(containsString("s3cret")));
    assertThat(letter.toString(), containsString(letter.id()));
  }

  @Test
  public void id_sameFailureOfSameRecord_isTheSame() {
    assertThat(idAt(7), equalTo(idAt(7)));
  }

  @Test
  public void id_equalRecordsAtTwoPlaces_differ() {
    assertThat(idAt(7), not(equalTo(idAt(8))));
  }

  @Test
  public void id_withoutProvenance_dependsOnPayloadAndEventTime() {
    String id = idWithout("a", TIME);
    assertThat(idWithout("a", TIME), equalTo(id));
    assertThat(idWithout("b", TIME), not(equalTo(id)));
    assertThat(idWithout("a", TIME.plus(Duration.millis(1))), not(equalTo(id)));
  }

  @Test
  public void build_noAttempts_isRefused() {
    DeadLetter.Builder builder =
        factory(PayloadPolicy.keep(), 0).ofRow(row(null), TIME, window(), FAILURE).toBuilder()
            .setAttempts(0);
    assertThat(
        assertThrows(IllegalArgumentException.class, builder::build).getMessage(),
        equalTo("setAttempts() must be 1 or more, but was: 0"));
  }

  private static String idAt(long offset) {
    return factory(PayloadPolicy.keep(), 0)
        .ofRow(row(Provenance.ofFile("f", offset, null)), TIME, window(), FAILURE)
        .id();
  }

  private static String idWithout(String payload, Instant time) {
    return factory(PayloadPolicy.keep(), 0)
        .ofBytes(payload.getBytes(StandardCharsets.UTF_8), "json", null, time, window(), FAILURE)
        .id();
  }

  private static DeadLetterFactory factory(PayloadPolicy policy, int stackFrames) {
    return SerializableUtils.clone(new DeadLetterFactory("p", "s", policy, stackFrames));
  }

  private static Row row(Provenance provenance) {
    return Row.withSchema(SCHEMA)
        .addValues("s3cret", provenance == null ? null : provenance.toRow())
        .build();
  }

  private static GlobalWindow window() {
    return GlobalWindow.INSTANCE;
  }

  private static DeadLetter encodedAndDecoded(DeadLetter letter) throws Exception {
    return CoderUtils.decodeFromByteArray(
        DeadLetter.coder(), CoderUtils.encodeToByteArray(DeadLetter.coder(), letter));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
