package io.summerbeam.sdk.format;

import io.summerbeam.sdk.registry.SchemaKind;
import org.apache.avro.Schema;

/** The writer's schema is in a registry, and its id stands before the record. */
final class AvroRegistered implements AvroOrigin {

  private final RegistryWire wire;

  AvroRegistered(RegistryWire wire) {
    this.wire = wire;
  }

  @Override
  public int headerBytes() {
    return RegistryWire.HEADER_BYTES;
  }

  @Override
  public long key(byte[] record) throws MalformedException {
    return RegistryWire.readId(record);
  }

  @Override
  public Schema writer(long key) throws MalformedException {
    return AvroTexts.registered(wire.schema((int) key, SchemaKind.AVRO), key);
  }

  @Override
  public String name(long key) {
    return "id " + key;
  }
}
