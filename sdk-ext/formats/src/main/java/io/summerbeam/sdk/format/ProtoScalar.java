package io.summerbeam.sdk.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads a number, a text, bytes or the name of an enum's value. */
final class ProtoScalar extends ProtoElement {

  private final ProtoType type;
  private final TypeName target;
  private final Map<Integer, String> names;
  private final boolean refusesCut;
  private final MalformedException outOfRange;
  private final MalformedException notUtf8;
  private final MalformedException noName;

  /**
   * @param target what the Row has
   * @param names of an enum's values; empty for other types
   * @param refusesCut whether a number that is longer than the type is a problem
   */
  ProtoScalar(
      ProtoType type,
      FieldType target,
      Map<Integer, String> names,
      boolean refusesCut,
      String path) {
    this.refusesCut = refusesCut;
    this.type = type;
    this.target = target.getTypeName();
    this.names = names;
    FieldRule rule = new FieldRule(target, path);
    this.outOfRange = new MalformedException(rule.butIs(FieldRule.OUT_OF_RANGE).message());
    this.notUtf8 = new MalformedException(rule.butIs("not UTF-8").message());
    this.noName =
        new MalformedException(
            rule.butIs("a number that the enum has no name for: take newer descriptors").message());
  }

  /** Whether a Row's field of a type can have all values, or says that it has not. */
  static boolean fits(ProtoType type, TypeName target) {
    FieldType natural = type.fieldType();
    if (natural == null || natural.getTypeName() == target) {
      return natural != null;
    }
    return switch (type) {
      case INT32, SINT32, SFIXED32, UINT64, FIXED64 -> target == TypeName.INT64;
      case ENUM -> target == TypeName.INT32;
      default -> false;
    };
  }

  @Override
  int wireType() {
    return type.wireType();
  }

  @Override
  Object read(ProtoInput in, int tag, int depth) throws MalformedException {
    return switch (type) {
      case DOUBLE -> Double.longBitsToDouble(in.fixed64());
      case FLOAT -> Float.intBitsToFloat(in.fixed32());
      case BOOL -> whole(in.varint(), 1) != 0;
      case STRING -> text(in);
      case BYTES -> in.bytes();
      case ENUM -> named((int) signed(in.varint()));
      case INT64 -> in.varint();
      case SINT64 -> in.zigzag64();
      case SFIXED64 -> in.fixed64();
      case UINT32 -> whole(in.varint(), Integer.SIZE) & 0xFFFF_FFFFL;
      case FIXED32 -> in.fixed32() & 0xFFFF_FFFFL;
      case INT32 -> small((int) signed(in.varint()));
      case SINT32 -> small(refusesCut ? (int) signed(in.zigzag64()) : in.zigzag32());
      case SFIXED32 -> small(in.fixed32());
      case UINT64 -> unsigned(in.varint());
      case FIXED64 -> unsigned(in.fixed64());
      case GROUP, MESSAGE -> throw new IllegalStateException("A message is no scalar.");
    };
  }

  @Override
  Object zero() throws MalformedException {
    return switch (type) {
      case DOUBLE -> 0.0;
      case FLOAT -> 0.0f;
      case BOOL -> false;
      case STRING -> "";
      case BYTES -> new byte[0];
      case ENUM -> named(0);
      case INT64, SINT64, SFIXED64, UINT32, FIXED32 -> 0L;
      case INT32, SINT32, SFIXED32 -> small(0);
      case UINT64, FIXED64 -> unsigned(0);
      case GROUP, MESSAGE -> throw new IllegalStateException("A message is no scalar.");
    };
  }

  /** A number of so many bits. */
  private long whole(long value, int bits) throws MalformedException {
    if (refusesCut && value >>> bits != 0) {
      throw outOfRange;
    }
    return value;
  }

  /** A number with a sign of 32 bits. */
  private long signed(long value) throws MalformedException {
    if (refusesCut && value != (int) value) {
      throw outOfRange;
    }
    return value;
  }

  private Object small(int value) {
    return target == TypeName.INT64 ? (Object) (long) value : (Object) value;
  }

  private Object unsigned(long value) throws MalformedException {
    if (target == TypeName.DECIMAL) {
      return value >= 0
          ? BigDecimal.valueOf(value)
          : new BigDecimal(new BigInteger(Long.toUnsignedString(value)));
    }
    if (value < 0) {
      throw outOfRange;
    }
    return value;
  }

  private Object named(int value) throws MalformedException {
    if (target == TypeName.INT32) {
      return value;
    }
    @Nullable String name = names.get(value);
    if (name == null) {
      throw noName;
    }
    return name;
  }

  private String text(ProtoInput in) throws MalformedException {
    String text = in.text();
    if (text == null) {
      throw notUtf8;
    }
    return text;
  }
}
