package io.summerbeam.sdk.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Avro's single-object encoding: two bytes, and the fingerprint of one of the schemas known. */
final class AvroSingleObject implements AvroOrigin {

  private static final byte FIRST = (byte) 0xC3;
  private static final byte SECOND = 1;
  private static final int HEADER_BYTES = 2 + Long.BYTES;

  private final Map<Long, Schema> known = new HashMap<>();

  AvroSingleObject(Collection<Schema> schemas) {
    for (Schema each : schemas) {
      known.put(SchemaNormalization.parsingFingerprint64(each), each);
    }
  }

  /** What stands before the records of a schema. */
  static byte[] header(Schema schema) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(FIRST)
        .put(SECOND)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  /** A schema's name in messages. */
  static String fingerprint(Schema schema) {
    return text(SchemaNormalization.parsingFingerprint64(schema));
  }

  private static String text(long fingerprint) {
    return "fingerprint " + HexFormat.of().toHexDigits(fingerprint);
  }

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  @Override
  public long key(byte[] record) throws MalformedException {
    if (record.length < HEADER_BYTES || record[0] != FIRST || record[1] != SECOND) {
      throw new MalformedException(
          "the record must start with the header of Avro's single-object encoding, but does not");
    }
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  @Override
  public Schema writer(long key) throws MalformedException {
    Schema schema = known.get(key);
    if (schema == null) {
      throw new MalformedException(
          "the writer's schema (" + text(key) + ") is none of the " + known.size() + " known");
    }
    return schema;
  }

  @Override
  public String name(long key) {
    return text(key);
  }
}
