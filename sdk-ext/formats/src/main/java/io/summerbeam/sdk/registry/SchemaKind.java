package io.summerbeam.sdk.registry;

/** The languages of schemas that a registry keeps. */
public enum SchemaKind {
  /** Avro. */
  AVRO,
  /** JSON Schema. */
  JSON,
  /** Protocol Buffers. */
  PROTOBUF
}
