package io.summerbeam.sdk.format;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.beam.sdk.values.Row;

/** Reads JSON with and without the schema part that Kafka Connect gives it. */
final class ConnectDecoder implements RowDecoder {

  private static final byte[] SCHEMA = "\"schema\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PAYLOAD = "\"payload\"".getBytes(StandardCharsets.US_ASCII);

  private final ConnectEnvelope envelope;
  private final JsonDecoder wrapped;
  private final JsonDecoder plain;
  private final boolean payloadAlone;

  /**
   * @param readers makes the reader of the payload, as Rows
   * @param payloadAlone whether an envelope may be without a schema part; else the payload could be
   *     a column
   */
  ConnectDecoder(Function<ConnectType, JsonValue> readers, boolean payloadAlone) {
    this.envelope = new ConnectEnvelope(readers);
    this.wrapped = new JsonDecoder(envelope);
    this.plain = new JsonDecoder(envelope.plain());
    this.payloadAlone = payloadAlone;
  }

  @Override
  public Row decode(byte[] record) throws MalformedException {
    int key = firstKey(record);
    if (!startsWith(SCHEMA, record, key) && !(payloadAlone && startsWith(PAYLOAD, record, key))) {
      return plain.decode(record);
    }
    envelope.start(record);
    if (wrapped.read(record) instanceof Row row) {
      return row;
    }
    throw new MalformedException("the record is a tombstone: its 'payload' is null");
  }

  /** Where the first key of an object is; the end where the record is none. */
  private static int firstKey(byte[] record) {
    int brace = skipSpace(record, 0);
    return brace < record.length && record[brace] == '{'
        ? skipSpace(record, brace + 1)
        : record.length;
  }

  private static int skipSpace(byte[] record, int from) {
    int i = from;
    while (i < record.length
        && (record[i] == ' ' || record[i] == '\n' || record[i] == '\r' || record[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static boolean startsWith(byte[] key, byte[] record, int at) {
    if (record.length - at < key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (record[at + i] != key[i]) {
        return false;
      }
    }
    return true;
  }
}
