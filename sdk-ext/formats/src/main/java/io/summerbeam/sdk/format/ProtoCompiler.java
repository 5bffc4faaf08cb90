package io.summerbeam.sdk.format;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Makes the reader of a message as Rows of a schema: of its fields, or of some of them. */
final class ProtoCompiler {

  private static final int[] NONE = {};

  private final ProtoFiles files;
  private final boolean refusesUnknown;
  private final boolean cutsTimes;
  private final boolean refusesCut;

  /**
   * @param refusesCut whether a number that is longer than its field's type is a problem; Protobuf
   *     reads what is left of it
   */
  ProtoCompiler(ProtoFiles files, boolean refusesUnknown, boolean cutsTimes, boolean refusesCut) {
    this.refusesCut = refusesCut;
    this.files = files;
    this.refusesUnknown = refusesUnknown;
    this.cutsTimes = cutsTimes;
  }

  /**
   * @param path of the field whose value the message is; empty for the record
   * @throws IllegalArgumentException if the message lacks a field of the schema, or has it of
   *     another type
   */
  ProtoReader row(ProtoMessage message, Schema schema, String path, boolean isGroup) {
    Parts parts = new Parts(schema.getFieldCount());
    for (int i = 0; i < schema.getFieldCount(); i++) {
      Field field = schema.getField(i);
      ProtoField proto = fieldOf(message, field, path);
      field(parts, i, proto, field.getType(), oneofIndexes(message, proto, schema), path);
    }
    for (ProtoField other : message.fields()) {
      if (!schema.hasField(other.name())) {
        int[] clears = oneofIndexes(message, other, schema);
        String name = path.isEmpty() ? other.name() : path + "." + other.name();
        parts.slots.put(other.number(), ProtoSlot.passing(name, clears));
      }
    }
    return parts.reader(isGroup, refusal(path), rowOf(schema, path));
  }

  /** The field of a message that a field of the schema is. */
  static ProtoField fieldOf(ProtoMessage message, Field field, String path) {
    ProtoField proto = message.field(field.getName());
    if (proto == null) {
      throw new IllegalArgumentException(
          "The schema has a field '"
              + JsonValue.pathOf(path, field)
              + "', but the message '"
              + message.name()
              + "' has none of this name. Fields: "
              + message.fields().stream().map(ProtoField::name).toList());
    }
    return proto;
  }

  private void field(
      Parts parts, int index, ProtoField proto, FieldType type, int[] oneof, String parent) {
    String path = parent.isEmpty() ? proto.name() : parent + "." + proto.name();
    TypeName kind = type.getTypeName();
    ProtoMessage entry = proto.repeated() ? files.entryOf(proto) : null;
    if (entry != null) {
      require(kind == TypeName.MAP, path, "MAP", type);
      ProtoReader entries = entry(entry, type, path);
      parts.slots.put(proto.number(), ProtoSlot.map(path, entries, index));
      parts.absent[index] = Map.of();
    } else if (proto.repeated()) {
      require(kind == TypeName.ARRAY || kind == TypeName.ITERABLE, path, "ARRAY", type);
      ProtoElement element = element(proto, inner(type.getCollectionElementType()), path + "[*]");
      parts.slots.put(proto.number(), ProtoSlot.repeated(path, element, index));
      parts.absent[index] = List.of();
    } else {
      ProtoElement element = element(proto, type, path);
      parts.slots.put(proto.number(), ProtoSlot.single(path, element, index, oneof));
      if (element instanceof ProtoReader message) {
        parts.nested[index] = message;
      } else if (!proto.hasPresence()) {
        parts.absent[index] = zero(element, path);
      }
    }
  }

  /** Checks that one value of a field is a form of a type. */
  static void requireForm(ProtoField proto, FieldType type, String path) {
    String name = proto.typeName();
    ProtoType wrapped = ProtoWellKnown.wrapped(name);
    ProtoType scalar = proto.type().isMessage() && wrapped != null ? wrapped : proto.type();
    if (!scalar.isMessage()) {
      require(ProtoScalar.fits(scalar, type.getTypeName()), path, natural(scalar).toString(), type);
    } else if (ProtoWellKnown.fieldType(name) == null) {
      require(type.getTypeName() == TypeName.ROW, path, "ROW", type);
    } else {
      require(ProtoWellKnown.fits(name, type), path, "a time, or a duration", type);
    }
  }

  private ProtoElement element(ProtoField proto, FieldType type, String path) {
    requireForm(proto, type, path);
    if (!proto.type().isMessage()) {
      return scalar(proto, type, path);
    }
    boolean isGroup = proto.type() == ProtoType.GROUP;
    String name = proto.typeName();
    FieldType wellKnown = ProtoWellKnown.fieldType(name);
    if (wellKnown == null) {
      Schema schema = type.getRowSchema();
      return row(files.message(name), schema == null ? Schema.of() : schema, path, isGroup);
    }
    ProtoMessage message = ProtoWellKnown.message(name);
    Parts parts = new Parts(message.fields().size());
    ProtoType wrapped = ProtoWellKnown.wrapped(name);
    if (wrapped != null) {
      field(parts, 0, message.fields().get(0), type, NONE, path);
      return parts.reader(isGroup, refusal(path), values -> notNull(values[0]));
    }
    field(parts, 0, message.fields().get(0), FieldType.INT64, NONE, path);
    field(parts, 1, message.fields().get(1), FieldType.INT32, NONE, path);
    return parts.reader(
        isGroup,
        refusal(path),
        name.equals(ProtoWellKnown.DURATION)
            ? ProtoWellKnown.duration(path)
            : ProtoWellKnown.time(type, path, cutsTimes));
  }

  private ProtoElement scalar(ProtoField proto, FieldType type, String path) {
    Map<Integer, String> names =
        proto.type() == ProtoType.ENUM ? files.enumValues(proto.typeName()) : Map.of();
    return new ProtoScalar(proto.type(), type, names, refusesCut, path);
  }

  /** Reads an entry of a map; what it lacks is zero. */
  private ProtoReader entry(ProtoMessage entry, FieldType type, String path) {
    Parts parts = new Parts(2);
    FieldType[] types = {inner(type.getMapKeyType()), inner(type.getMapValueType())};
    ProtoElement[] elements = new ProtoElement[2];
    for (int i = 0; i < 2; i++) {
      ProtoField proto = ProtoSchemas.required(entry, i + 1);
      String part = path + "{*}";
      elements[i] = element(proto, types[i], part);
      field(parts, i, proto, types[i], NONE, part);
      if (elements[i] instanceof ProtoScalar) {
        parts.absent[i] = zero(elements[i], part);
      }
    }
    return parts.reader(
        false,
        refusal(path + "{*}"),
        values ->
            Map.entry(notNull(values[0]), values[1] == null ? elements[1].zero() : values[1]));
  }

  private static ProtoReader.Finish rowOf(Schema schema, String path) {
    @Nullable MalformedException[] missing = new MalformedException[schema.getFieldCount()];
    for (int i = 0; i < missing.length; i++) {
      Field field = schema.getField(i);
      if (!Boolean.TRUE.equals(field.getType().getNullable())) {
        missing[i] =
            new MalformedException(
                "field '" + JsonValue.pathOf(path, field) + "' must have a value, but is missing");
      }
    }
    return values -> {
      for (int i = 0; i < missing.length; i++) {
        MalformedException problem = missing[i];
        if (problem != null && values[i] == null) {
          throw problem;
        }
      }
      return Row.withSchema(schema).attachValues(Arrays.asList(values));
    };
  }

  /** The indexes of the other fields of a field's oneof. */
  private static int[] oneofIndexes(ProtoMessage message, ProtoField field, Schema schema) {
    if (field.oneof() < 0) {
      return NONE;
    }
    return message.fields().stream()
        .filter(other -> other.oneof() == field.oneof() && !other.equals(field))
        .filter(other -> schema.hasField(other.name()))
        .mapToInt(other -> schema.indexOf(other.name()))
        .toArray();
  }

  private @Nullable MalformedException refusal(String path) {
    return refusesUnknown
        ? new MalformedException(
            (path.isEmpty() ? "the record" : "field '" + path + "'")
                + " must have no fields but those of the descriptor, but has another one")
        : null;
  }

  private static Object zero(ProtoElement element, String path) {
    try {
      return element.zero();
    } catch (MalformedException e) {
      throw new IllegalArgumentException(
          "The enum of the field '" + path + "' has no value 0, which it has where it is missing.",
          e);
    }
  }

  private static TypeName natural(ProtoType type) {
    FieldType natural = type.fieldType();
    return natural == null ? TypeName.ROW : natural.getTypeName();
  }

  static FieldType inner(@Nullable FieldType type) {
    if (type == null) {
      throw new IllegalArgumentException("The schema has a type without its inner type.");
    }
    return type;
  }

  private static Object notNull(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("A value has a default, but is missing.");
    }
    return value;
  }

  static void require(boolean fits, String path, String rule, FieldType type) {
    if (!fits) {
      throw new IllegalArgumentException(
          "The field '"
              + path
              + "' of the message must be "
              + rule
              + " in a Row, but the schema has "
              + type.getTypeName()
              + ".");
    }
  }

  /** What a reader is made of. */
  private static final class Parts {

    private final @Nullable Object[] absent;
    private final @Nullable ProtoReader[] nested;
    private final Map<Integer, ProtoSlot> slots = new HashMap<>();

    Parts(int count) {
      this.absent = new Object[count];
      this.nested = new ProtoReader[count];
    }

    ProtoReader reader(
        boolean isGroup, @Nullable MalformedException unknown, ProtoReader.Finish finish) {
      return new ProtoReader(isGroup, absent, slots, nested, unknown, finish);
    }
  }
}
