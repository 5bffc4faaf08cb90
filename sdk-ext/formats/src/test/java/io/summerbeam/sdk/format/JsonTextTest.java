package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.Decoding.refusal;
import static io.summerbeam.sdk.format.JsonValues.FLIGHT;
import static io.summerbeam.sdk.format.JsonValues.LINE;
import static io.summerbeam.sdk.format.JsonValues.decoderOf;
import static io.summerbeam.sdk.format.JsonValues.value;
import static io.summerbeam.sdk.format.JsonValues.wrong;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonTextTest {

  private final RowDecoder flights = JsonFormat.of().decoder(FLIGHT);

  @Test
  public void notUtf8_malformedWithPlace() {
    int[][] invalid = {
      {0x80}, // a continuation alone
      {0xC3, '"'}, // cut short
      {0xC0, 0xAF}, // overlong
      {0xC1, 0xBF},
      {0xE0, 0x80, 0xAF},
      {0xE0, 0x9F, 0xBF},
      {0xED, 0xA0, 0x80}, // a surrogate
      {0xED, 0xBF, 0xBF},
      {0xF0, 0x80, 0x80, 0xAF},
      {0xF4, 0x90, 0x80, 0x80}, // above U+10FFFF
      {0xF5, 0x80, 0x80, 0x80},
      {0xE2, 0x82, '"'},
      {0xF0, 0x9F, 0x98, '"'},
      {0xFE},
      {0xFF},
      {0xE9}, // é in Latin-1
    };
    for (int[] each : invalid) {
      byte[] start = "{\"unknown\":\"".getBytes(StandardCharsets.UTF_8);
      byte[] record = Arrays.copyOf(start, start.length + each.length + 2);
      for (int i = 0; i < each.length; i++) {
        record[start.length + i] = (byte) each[i];
      }
      record[record.length - 2] = '"';
      record[record.length - 1] = '}';
      assertThat(
          refusal(decoderOf(FieldType.STRING.withNullable(true)), record),
          equalTo("the record is not UTF-8 at its byte " + start.length));
    }
  }

  @Test
  public void utf8_readAsItIs() throws Exception {
    for (String text :
        List.of("é", "€", "😀", "\u007F\u0080\u07FF\u0800\uFFFF", "\uFEFF", "Ω😀ß")) {
      assertThat(value(FieldType.STRING, "\"" + text + "\""), equalTo(text));
    }
    assertThat(value(FieldType.STRING, "\"\\ud83d\\ude00\\n\\u0000\""), equalTo("😀\n\0"));
  }

  @Test
  public void otherEncodings_malformed() {
    assertThat(
        refusal(flights, "\uFEFF" + LINE), equalTo("the record starts with a byte order mark"));
    refusal(flights, LINE.getBytes(StandardCharsets.UTF_16LE));
    refusal(flights, LINE.getBytes(StandardCharsets.UTF_16BE));
    assertThat(
        refusal(flights, LINE.getBytes(StandardCharsets.UTF_16)),
        equalTo("the record is not UTF-8 at its byte 0"));
  }

  @Test
  public void halfASurrogatePair_noString() {
    assertThat(
        wrong(FieldType.STRING, "\"a\\ud83d\""),
        equalTo("field 'x' must be a string, but is a text with one half of a surrogate pair"));
    wrong(FieldType.STRING, "\"\\ude00\\ud83d\"");
    wrong(FieldType.map(FieldType.STRING, FieldType.INT64), "{\"\\ud83d\":1}");
  }
}
