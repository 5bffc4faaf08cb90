package io.summerbeam.sdk.format.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** That it is seen when a decoder does what it must not. */
@RunWith(JUnit4.class)
public class DecoderTargetTest {

  private static final Schema SCHEMA = Schema.builder().addStringField("text").build();
  private static final RowDecoder GOOD =
      record -> {
        if (record.length > 0 && record[0] == '!') {
          throw new MalformedException("the text must not start with its first sign", null);
        }
        return row(new String(record, StandardCharsets.UTF_8));
      };
  private static final RowEncoder WRITER =
      row -> row.getString("text").getBytes(StandardCharsets.UTF_8);

  private static Row row(Object value) {
    return Row.withSchema(SCHEMA).attachValues(value);
  }

  @Test
  public void payload_thatIsARow_isAccepted() {
    assertThat(target(GOOD).accepts(bytes("some text")), equalTo(true));
  }

  @Test
  public void payload_thatIsMalformed_isNotAccepted() {
    assertThat(target(GOOD).accepts(bytes("!must start with")), equalTo(false));
  }

  @Test
  public void messageThatQuotes_isFound() {
    assertThat(
        refusal(
            record -> {
              throw new MalformedException(
                  "no such text: " + new String(record, StandardCharsets.UTF_8), null);
            }),
        containsString("quotes the data"));
  }

  @Test
  public void messageWithBytesInHexadecimal_quotesNoText() {
    RowDecoder naming =
        record -> {
          throw new MalformedException("schema " + HexFormat.of().formatHex(record), null);
        };
    DecoderTarget target = target(only("0000", naming));
    assertThat(target.accepts(bytes("0000")), equalTo(false));
    assertThat(target.accepts(bytes("3333")), equalTo(false));
  }

  @Test
  public void exceptionOfAnotherKind_isFound() {
    RowDecoder throwing =
        record -> {
          throw new IllegalStateException("other");
        };
    DecoderTarget target = target(only("payload", throwing));
    assertThat(
        assertThrows(IllegalStateException.class, () -> target.accepts(bytes("payload")))
            .getMessage(),
        equalTo("other"));
  }

  @Test
  public void rowThatItsCoderDoesNotGiveBack_isFound() {
    assertThat(refusal(record -> row(1)), containsString("coder"));
  }

  @Test
  public void rowThatIsAnotherWhenWrittenAgain_isFound() {
    DecoderTarget target = target(GOOD, row -> bytes("another"));
    assertThat(
        assertThrows(AssertionError.class, () -> target.accepts(bytes("payload"))).getMessage(),
        containsString("written again"));
  }

  @Test
  public void payloadThatIsChanged_isFound() {
    assertThat(
        refusal(
            record -> {
              record[0]++;
              return row("text");
            }),
        containsString("changed the payload"));
  }

  @Test
  public void memoryForWhatIsNotThere_isFound() {
    assertThat(
        refusal(
            record -> {
              byte[][] all = new byte[100][];
              for (int i = 0; i < all.length; i++) {
                all[i] = new byte[1 << 20];
              }
              return row("text" + all.length);
            }),
        containsString("allocated"));
  }

  @Test
  public void decoderThatRemembers_isFound() {
    int[] count = {0};
    DecoderTarget target = target(record -> row("record " + count[0]++), null);
    assertThat(
        assertThrows(AssertionError.class, target::checkNext).getMessage(),
        containsString("the record after it"));
  }

  private static String refusal(RowDecoder decoder) {
    DecoderTarget target = target(only("payload", decoder));
    return assertThrows(AssertionError.class, () -> target.accepts(bytes("payload"))).getMessage();
  }

  /** One that does so for payloads of this length, and as it should for others. */
  private static RowDecoder only(String payload, RowDecoder decoder) {
    return record ->
        record.length == payload.length() ? decoder.decode(record) : GOOD.decode(record);
  }

  private static DecoderTarget target(RowDecoder decoder) {
    return target(decoder, WRITER);
  }

  private static DecoderTarget target(RowDecoder decoder, RowEncoder encoder) {
    return new DecoderTarget("test", SCHEMA, decoder, encoder, List.of(bytes("a good record")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
