package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
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
  public void ofRowAndOfBytes_keyAndHeadersWereKept_haveThem() {
    Provenance place = Provenance.ofKafka("orders", 3, 17);
    Provenance source =
        place.withPayload(LINE, "json").withKey(LINE).withHeaders(Map.of("trace", "t1"));
    DeadLetterFactory factory = factory(PayloadPolicy.keep(), 0);
    for (DeadLetter letter :
        List.of(
            factory.ofRow(row(source), TIME, window(), FAILURE),
            factory.ofBytes(LINE, "json", source, TIME, window(), FAILURE))) {
      assertThat(letter.key(), equalTo(LINE));
      assertThat(letter.headers(), equalTo(Map.of("trace", "t1")));
      assertThat(letter.source(), equalTo(place));
    }
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
  public void ownMessage_withParentheses_endsWhereTheLibrarysBegins() {
    List<String> ofOurs =
        List.of("it failed", "x (threw A), y", "it failed (attempts: 3)", "[int, string] fit none");
    List<String> ofTheirs =
        List.of("s3cret", "s3cret (s3cret)", "s3cret) (s3cret", "s3cret] [s3cret", "s3cret]", ")");
    for (String ours : ofOurs) {
      for (String theirs : ofTheirs) {
        DeadLetter letter = failed(PayloadPolicy.keep(), ours, theirs);
        assertThat(letter.message(), containsString(theirs));
        assertThat(letter.message(), letter.ownMessage(), equalTo(ours));
      }
    }
    assertThat(
        failed(PayloadPolicy.keep(), "x (threw A)", "s3cret").message(),
        equalTo("x (threw A) [s3cret]"));
  }

  @Test
  public void ownMessage_thatCouldBeTheLibrarys_isCut() {
    assertThat(
        failed(PayloadPolicy.keep(), "an [int] (threw A), y", "s3cret").ownMessage(),
        equalTo("an [int]"));
    assertThat(
        failed(PayloadPolicy.drop(), "x (threw A), y", "s3cret").ownMessage(),
        equalTo("x (threw A), y"));
    assertThat(failed(PayloadPolicy.drop(), "x (threw A)", "s3cret").ownMessage(), equalTo("x"));
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
  public void stackTrace_policyKeepsNoMessages_hasClassesAndFramesOnly() {
    DeadLetter letter =
        factory(new ReasonOnly(), 3)
            .ofRow(
                row(null),
                TIME,
                window(),
                Failure.of(
                    Reason.TRANSFORM_FAILED,
                    "it failed",
                    new IllegalStateException(
                        "outer s3cret", new NumberFormatException("inner s3cret"))));
    String trace = String.valueOf(letter.stackTrace());
    assertThat(letter.message(), equalTo("it failed"));
    assertThat(trace, not(containsString("s3cret")));
    assertThat(trace, containsString("java.lang.IllegalStateException\n\tat io.summerbeam"));
    assertThat(trace, containsString("\nCaused by: java.lang.NumberFormatException"));
    assertThat(trace.lines().filter(line -> line.startsWith("\tat ")).count(), equalTo(3L));
  }

  @Test
  public void stackTrace_longMessageOfManyLines_isCutAndTakesNoFrames() {
    String message = "line\n".repeat(100_000);
    DeadLetter letter =
        factory(PayloadPolicy.keep(), 2)
            .ofRow(
                row(null),
                TIME,
                window(),
                Failure.of(Reason.MALFORMED, "bad", new IllegalStateException(message)));
    String trace = String.valueOf(letter.stackTrace());
    assertThat(letter.message(), equalTo("bad (" + message.substring(0, 1000) + "...)"));
    assertThat(trace.lines().filter(line -> line.startsWith("\tat ")).count(), equalTo(2L));
    assertThat(trace.length(), lessThan(2000));
  }

  @Test
  public void stackTrace_causesInACircle_ends() {
    IllegalStateException one = new IllegalStateException();
    IllegalStateException two = new IllegalStateException(one);
    one.initCause(two);
    DeadLetter letter =
        factory(PayloadPolicy.keep(), 1)
            .ofRow(row(null), TIME, window(), Failure.of(Reason.MALFORMED, "bad", one));
    assertThat(String.valueOf(letter.stackTrace()).length(), lessThan(5000));
  }

  @Test
  public void message_cutInASurrogatePair_leavesOutBothHalves() {
    String message = "x".repeat(999) + "\ud83d\ude00" + "x".repeat(10);
    DeadLetter letter =
        factory(PayloadPolicy.keep(), 0)
            .ofRow(
                row(null),
                TIME,
                window(),
                Failure.of(Reason.MALFORMED, "bad", new IllegalStateException(message)));
    assertThat(letter.message(), equalTo("bad (" + "x".repeat(999) + "...)"));
  }

  @Test
  public void ofRow_nestedFields_areInTheSchema() {
    Schema inner = Schema.builder().addNullableField("zip", Schema.FieldType.STRING).build();
    Schema schema = Schema.builder().addRowField("home", inner).build();
    Row row = Row.withSchema(schema).addValue(Row.withSchema(inner).addValue("1").build()).build();
    assertThat(
        factory(PayloadPolicy.keep(), 0).ofRow(row, TIME, window(), FAILURE).payloadSchema(),
        equalTo("home ROW<zip STRING NULL>"));
  }

  @Test
  public void of_original_isInTheEnvelope() {
    DeadLetter letter = factory(PayloadPolicy.keep(), 0).of(original(), TIME, window(), FAILURE);
    assertThat(letter.payload(), equalTo(LINE));
    assertThat(letter.payloadFormat(), equalTo("json"));
    assertThat(letter.payloadSchema(), equalTo("secret STRING"));
    assertThat(letter.source(), equalTo(Provenance.ofFile("f", 7, 2L)));
    assertThat(letter.key(), equalTo(new byte[] {1, 2}));
    assertThat(letter.headers(), equalTo(Map.of("h", "s3cret")));
  }

  @Test
  public void of_original_isSeenByThePolicy() throws Exception {
    DeadLetter letter = factory(PayloadPolicy.drop(), 0).of(original(), TIME, window(), FAILURE);
    assertThat(letter.key(), nullValue());
    assertThat(letter.headers(), equalTo(Map.of()));
    assertThat(encodedAndDecoded(letter), equalTo(letter));
  }

  @Test
  public void original_toString_showsNoData() {
    assertThat(original().toString(), not(containsString("s3cret")));
    assertThat(original().toString(), containsString("f line 2"));
  }

  @Test
  public void eventTime_thatIsNone_isAbsent() {
    for (Instant none :
        new Instant[] {
          BoundedWindow.TIMESTAMP_MIN_VALUE,
          BoundedWindow.TIMESTAMP_MAX_VALUE,
          GlobalWindow.INSTANCE.maxTimestamp()
        }) {
      assertThat(
          factory(PayloadPolicy.keep(), 0).ofRow(row(null), none, window(), FAILURE).eventTime(),
          nullValue());
    }
    assertThat(
        factory(PayloadPolicy.keep(), 0).ofRow(row(null), TIME, window(), FAILURE).eventTime(),
        equalTo(TIME));
  }

  @Test
  public void failure_toString_showsNothingOfTheException() {
    assertThat(
        FAILURE.toString(),
        equalTo(
            "Failure{reason=transform_failed, message=it failed,"
                + " cause=java.lang.IllegalStateException, severity=permanent, attempts=1}"));
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
  public void id_partsOfOneRecord_differ() {
    Provenance record = Provenance.ofFile("f", 7, null);
    assertThat(idOf(record.withPart(0)), equalTo(idOf(record.withPart(0))));
    assertThat(
        Set.of(
            idOf(record),
            idOf(record.withPart(0)),
            idOf(record.withPart(1)),
            idOf(record.withPart(1).withPart(0))),
        hasSize(4));
  }

  @Test
  public void id_partsOfOneRecordWherePayloadsAreNotKept_differ() {
    Set<String> ids = new HashSet<>();
    // Twice, as on a retry.
    for (int part : new int[] {0, 1, 0, 1}) {
      Row row = row(Provenance.ofFile("f", 7, null).withPart(part));
      ids.add(factory(PayloadPolicy.drop(), 0).ofRow(row, TIME, window(), FAILURE).id());
    }
    assertThat(ids, hasSize(2));
  }

  @Test
  public void id_partsOfARecordThatWasKept_areTheRecords() {
    Provenance record = Provenance.ofFile("f", 7, null).withPayload(LINE, "json");
    assertThat(idOf(record.withPart(0)), equalTo(idOf(record)));
    assertThat(idOf(record.withPart(1)), equalTo(idOf(record)));
  }

  @Test
  public void id_recordThatIsNoPart_staysWhatItWas() {
    // Of a letter written before there were parts, as stores have them.
    assertThat(idAt(7), equalTo("bffecb7e68af3a00c83baac5ab004bfb"));
  }

  @Test
  public void id_withoutProvenance_dependsOnPayloadAndEventTime() {
    String id = idWithout("a", TIME);
    assertThat(idWithout("a", TIME), equalTo(id));
    assertThat(idWithout("b", TIME), not(equalTo(id)));
    assertThat(idWithout("a", TIME.plus(Duration.millis(1))), not(equalTo(id)));
  }

  @Test
  public void id_withoutProvenanceWherePayloadsAreNotKept_tellsNothing() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      DeadLetter letter =
          factory(PayloadPolicy.drop(), 0).ofBytes(LINE, "json", null, TIME, window(), FAILURE);
      assertThat(letter.id(), matchesPattern("[0-9a-f]{32}"));
      ids.add(letter.id());
    }
    assertThat(ids, hasSize(2));
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

  private static Original original() {
    return Original.of(LINE, "json")
        .withHeaders(Map.of("h", "s3cret"))
        .withKey(new byte[] {1, 2})
        .withSource(Provenance.ofFile("f", 7, 2L))
        .withSchema("secret STRING");
  }

  private static String idAt(long offset) {
    return idOf(Provenance.ofFile("f", offset, null));
  }

  private static String idOf(Provenance source) {
    return factory(PayloadPolicy.keep(), 0).ofRow(row(source), TIME, window(), FAILURE).id();
  }

  private static String idWithout(String payload, Instant time) {
    return factory(PayloadPolicy.keep(), 0)
        .ofBytes(payload.getBytes(StandardCharsets.UTF_8), "json", null, time, window(), FAILURE)
        .id();
  }

  private static DeadLetterFactory factory(PayloadPolicy policy, int stackFrames) {
    return SerializableUtils.clone(new DeadLetterFactory("p", "s", policy, stackFrames));
  }

  private static DeadLetter failed(PayloadPolicy policy, String ours, String theirs) {
    return factory(policy, 0)
        .ofRow(
            row(null),
            TIME,
            window(),
            Failure.of(Reason.MALFORMED, ours, new IllegalStateException(theirs)));
  }

  private static Row row(Provenance provenance) {
    return Row.withSchema(SCHEMA)
        .addValues("s3cret", provenance == null ? null : provenance.toBytes())
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

  /** Keeps all but what libraries say. */
  private record ReasonOnly() implements PayloadPolicy {
    @Override
    public DeadLetter apply(DeadLetter letter) {
      return letter;
    }
  }
}
