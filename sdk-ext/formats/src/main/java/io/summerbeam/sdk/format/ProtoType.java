package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/** The types of Protobuf's fields, in the order of their numbers in descriptors, from 1 on. */
enum ProtoType {
  DOUBLE(ProtoInput.FIXED64),
  FLOAT(ProtoInput.FIXED32),
  INT64(ProtoInput.VARINT),
  UINT64(ProtoInput.VARINT),
  INT32(ProtoInput.VARINT),
  FIXED64(ProtoInput.FIXED64),
  FIXED32(ProtoInput.FIXED32),
  BOOL(ProtoInput.VARINT),
  STRING(ProtoInput.LENGTH),
  GROUP(ProtoInput.GROUP),
  MESSAGE(ProtoInput.LENGTH),
  BYTES(ProtoInput.LENGTH),
  UINT32(ProtoInput.VARINT),
  ENUM(ProtoInput.VARINT),
  SFIXED32(ProtoInput.FIXED32),
  SFIXED64(ProtoInput.FIXED64),
  SINT32(ProtoInput.VARINT),
  SINT64(ProtoInput.VARINT);

  private static final ProtoType[] ALL = values();

  private final int wireType;

  ProtoType(int wireType) {
    this.wireType = wireType;
  }

  /**
   * @throws IllegalArgumentException if there is no such type
   */
  static ProtoType of(int number) {
    if (number < 1 || number > ALL.length) {
      throw new IllegalArgumentException("The descriptor has a field of an unknown type.");
    }
    return ALL[number - 1];
  }

  int wireType() {
    return wireType;
  }

  /** The type of a Row's field; null for messages. */
  @Nullable FieldType fieldType() {
    return switch (this) {
      case DOUBLE -> FieldType.DOUBLE;
      case FLOAT -> FieldType.FLOAT;
      case INT64, UINT32, FIXED32, SFIXED64, SINT64 -> FieldType.INT64;
      case UINT64, FIXED64 -> FieldType.DECIMAL;
      case INT32, SFIXED32, SINT32 -> FieldType.INT32;
      case BOOL -> FieldType.BOOLEAN;
      case STRING, ENUM -> FieldType.STRING;
      case BYTES -> FieldType.BYTES;
      case GROUP, MESSAGE -> null;
    };
  }

  /** Whether several values may stand behind one tag. */
  boolean isPackable() {
    return wireType != ProtoInput.LENGTH && wireType != ProtoInput.GROUP;
  }

  boolean isMessage() {
    return this == MESSAGE || this == GROUP;
  }
}
