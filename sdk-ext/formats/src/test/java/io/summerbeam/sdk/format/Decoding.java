package io.summerbeam.sdk.format;

import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.values.Row;

/** Shorthands of the tests of decoders. */
final class Decoding {

  private Decoding() {}

  static Row decode(RowDecoder decoder, String record) throws MalformedException {
    return decoder.decode(record.getBytes(StandardCharsets.UTF_8));
  }

  /** The message with which a record is refused. */
  static String refusal(RowDecoder decoder, String record) {
    return refusal(decoder, record.getBytes(StandardCharsets.UTF_8));
  }

  static String refusal(RowDecoder decoder, byte[] record) {
    return assertThrows(MalformedException.class, () -> decoder.decode(record)).getMessage();
  }
}
