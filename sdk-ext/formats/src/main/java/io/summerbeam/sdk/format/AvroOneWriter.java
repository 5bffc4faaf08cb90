package io.summerbeam.sdk.format;

import org.apache.avro.Schema;

/** All records have the same writer; nothing stands before them. */
final class AvroOneWriter implements AvroOrigin {

  private final Schema writer;

  AvroOneWriter(Schema writer) {
    this.writer = writer;
  }

  @Override
  public int headerBytes() {
    return 0;
  }

  @Override
  public long key(byte[] record) {
    return 0;
  }

  @Override
  public Schema writer(long key) {
    return writer;
  }

  @Override
  public String name(long key) {
    return AvroSingleObject.fingerprint(writer);
  }
}
