package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.junit.Test;

public class BadRecordsTest {

  private static final PayloadPolicy KEEP = PayloadPolicy.keep();

  @Test
  public void errorClass_ofAnException_isItsClass() {
    assertThat(
        of("java.lang.IllegalArgumentException: no", KEEP).errorClass(),
        equalTo("java.lang.IllegalArgumentException"));
    assertThat(of("org.x.Outer$Inner", KEEP).errorClass(), equalTo("org.x.Outer$Inner"));
  }

  @Test
  public void errorClass_ofAnyOtherText_isAbsent() {
    for (String text :
        new String[] {
          "s3cret",
          "s3cret: bad",
          "the record 'a.B' is bad",
          "a.B s3cret",
          "{\"a\": \"s3cret\"}",
          "a.B" + "b".repeat(1000),
          "",
          null
        }) {
      assertThat(text, of(text, KEEP).errorClass(), nullValue());
    }
  }

  @Test
  public void errorClass_isSeenByThePolicy() {
    PayloadPolicy noClass = letter -> letter.toBuilder().setErrorClass("none").build();
    assertThat(of("java.lang.Error: no", noClass).errorClass(), equalTo("none"));
  }

  @Test
  public void drop_nothingOfTheDataIsLeft() throws Exception {
    DeadLetter letter = of("s3cret", PayloadPolicy.drop());
    assertThat(
        new String(
            CoderUtils.encodeToByteArray(DeadLetter.coder(), letter), StandardCharsets.ISO_8859_1),
        not(containsString("s3cret")));
  }

  @Test
  public void message_longTexts_areCut() {
    assertThat(of("x".repeat(100_000), KEEP).message().length(), lessThan(2200));
  }

  @Test
  public void setup_opensThePolicy() {
    BadRecords fn = new BadRecords(new DeadLetterFactory("p", "s", new NoKey(), 0), false);
    assertThat(
        assertThrows(IllegalStateException.class, fn::setup).getMessage(), equalTo("no key"));
    new BadRecords(new DeadLetterFactory("p", "s", KEEP, 0), true).setup();
  }

  private static DeadLetter of(String exception, PayloadPolicy policy) {
    BadRecord bad =
        BadRecord.builder()
            .setRecord(
                BadRecord.Record.builder()
                    .setEncodedRecord("s3cret".getBytes(StandardCharsets.UTF_8))
                    .setCoder("StringUtf8Coder")
                    .build())
            .setFailure(
                BadRecord.Failure.builder()
                    .setException(exception)
                    .setDescription("rejected s3cret")
                    .build())
            .build();
    return new BadRecords(new DeadLetterFactory("p", "s", policy, 0), policy.keepsAll())
        .deadLetter(bad, Instant.EPOCH, GlobalWindow.INSTANCE);
  }

  /** A policy whose key is not there; it has nothing to do. */
  private static final class NoKey implements PayloadPolicy {

    private static final long serialVersionUID = 1;

    @Override
    public void open() {
      throw new IllegalStateException("no key");
    }

    @Override
    public DeadLetter apply(DeadLetter letter) {
      return letter;
    }
  }
}
