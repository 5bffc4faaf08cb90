package io.summerbeam.sdk.format;

import io.summerbeam.sdk.source.Provenance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/** Makes of a message's descriptor what writes Rows of a schema as messages. */
final class ProtoWriting {

  private final ProtoFiles files;

  ProtoWriting(ProtoFiles files) {
    this.files = files;
  }

  /**
   * The writer of Rows. Each of their fields must be in the message, or it would be lost.
   *
   * @param path of the field whose value the message is; empty for the record
   * @throws IllegalArgumentException if the message lacks a field of the schema, has it of another
   *     type, or requires one that the schema has not
   */
  ProtoRowWriter row(ProtoMessage message, Schema schema, String path) {
    int hidden = Provenance.indexIn(schema);
    List<ProtoRowWriter.Field> fields = new ArrayList<>();
    Map<Integer, List<Integer>> oneofs = new TreeMap<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      if (i == hidden) {
        continue;
      }
      Schema.Field field = schema.getField(i);
      ProtoField proto = ProtoCompiler.fieldOf(message, field, path);
      ProtoRowWriter.Place place = place(proto, field.getType(), JsonValue.pathOf(path, field));
      fields.add(new ProtoRowWriter.Field(i, proto.number(), place));
      if (proto.oneof() >= 0) {
        oneofs.computeIfAbsent(proto.oneof(), oneof -> new ArrayList<>()).add(i);
      }
    }
    for (ProtoField proto : message.fields()) {
      if (proto.required() && !schema.hasField(proto.name())) {
        throw new IllegalArgumentException(
            "The message '"
                + message.name()
                + "' requires a field '"
                + proto.name()
                + "', but the schema has none of this name. Add it to the rows.");
      }
    }
    // As Protobuf's own libraries write them.
    fields.sort(Comparator.comparingInt(ProtoRowWriter.Field::number));
    return new ProtoRowWriter(
        fields,
        oneofs.values().stream()
            .filter(indexes -> indexes.size() > 1)
            .map(indexes -> oneof(indexes, schema, path))
            .toList());
  }

  private static ProtoRowWriter.Oneof oneof(List<Integer> indexes, Schema schema, String path) {
    return new ProtoRowWriter.Oneof(
        List.copyOf(indexes),
        String.join(
            ", ",
            indexes.stream()
                .map(index -> "'" + JsonValue.pathOf(path, schema.getField(index)) + "'")
                .toList()));
  }

  private ProtoRowWriter.Place place(ProtoField proto, FieldType type, String path) {
    ProtoMessage entry = proto.repeated() ? files.entryOf(proto) : null;
    if (entry != null) {
      ProtoCompiler.require(type.getTypeName() == TypeName.MAP, path, "MAP", type);
      return map(proto, entry, type, path);
    }
    if (proto.repeated()) {
      ProtoCompiler.require(type.getTypeName().isCollectionType(), path, "ARRAY", type);
      FieldType element = ProtoCompiler.inner(type.getCollectionElementType());
      return repeated(proto, writer(proto, element, path + "[*]"), path);
    }
    ProtoWriter writer = writer(proto, type, path);
    if (!proto.hasPresence()) {
      return (value, out) -> {
        if (!writer.isZero(present(value, path))) {
          tagged(proto, writer, present(value, path), out);
        }
      };
    }
    return (value, out) -> {
      if (value != null) {
        tagged(proto, writer, value, out);
      } else if (proto.required()) {
        throw isNull(path);
      }
    };
  }

  private static ProtoRowWriter.Place repeated(ProtoField proto, ProtoWriter writer, String path) {
    String elementPath = path + "[*]";
    return (value, out) -> {
      Collection<?> elements = (Collection<?>) present(value, path);
      if (!proto.packed()) {
        for (Object element : elements) {
          tagged(proto, writer, present(element, elementPath), out);
        }
      } else if (!elements.isEmpty()) {
        out.tag(proto.number(), ProtoInput.LENGTH);
        int start = out.begin();
        for (Object element : elements) {
          writer.write(present(element, elementPath), out);
        }
        out.end(start);
      }
    };
  }

  private ProtoRowWriter.Place map(
      ProtoField proto, ProtoMessage entry, FieldType type, String path) {
    String part = path + "{*}";
    ProtoField key = ProtoSchemas.required(entry, 1);
    ProtoField value = ProtoSchemas.required(entry, 2);
    ProtoWriter keys = writer(key, ProtoCompiler.inner(type.getMapKeyType()), part);
    ProtoWriter values = writer(value, ProtoCompiler.inner(type.getMapValueType()), part);
    return (map, out) -> {
      for (Map.Entry<?, ?> each : ((Map<?, ?>) present(map, path)).entrySet()) {
        out.tag(proto.number(), ProtoInput.LENGTH);
        int start = out.begin();
        tagged(key, keys, present(each.getKey(), part), out);
        tagged(value, values, present(each.getValue(), part), out);
        out.end(start);
      }
    };
  }

  private ProtoWriter writer(ProtoField proto, FieldType type, String path) {
    ProtoCompiler.requireForm(proto, type, path);
    if (!proto.type().isMessage()) {
      return scalar(proto, path);
    }
    String name = proto.typeName();
    ProtoType wrapped = ProtoWellKnown.wrapped(name);
    if (wrapped != null) {
      ProtoField inner = ProtoWellKnown.message(name).fields().get(0);
      ProtoWriter scalar = scalar(inner, path);
      return (value, out) -> {
        if (!scalar.isZero(value)) {
          tagged(inner, scalar, value, out);
        }
      };
    }
    if (ProtoWellKnown.fieldType(name) != null) {
      return new ProtoTimeWriter(path);
    }
    Schema schema = type.getRowSchema();
    return row(files.message(name), schema == null ? Schema.of() : schema, path);
  }

  private ProtoScalarWriter scalar(ProtoField proto, String path) {
    return new ProtoScalarWriter(
        proto.type(),
        proto.type() == ProtoType.ENUM ? files.enumValues(proto.typeName()) : Map.of(),
        path);
  }

  /** Writes a value with what stands before it, and behind it. */
  private static void tagged(ProtoField proto, ProtoWriter writer, Object value, ProtoOutput out)
      throws UnwritableException {
    out.tag(proto.number(), proto.type().wireType());
    if (proto.type() == ProtoType.MESSAGE) {
      int start = out.begin();
      writer.write(value, out);
      out.end(start);
      return;
    }
    writer.write(value, out);
    if (proto.type() == ProtoType.GROUP) {
      out.tag(proto.number(), ProtoInput.GROUP_END);
    }
  }

  private static Object present(@Nullable Object value, String path) throws UnwritableException {
    if (value == null) {
      throw isNull(path);
    }
    return value;
  }

  private static UnwritableException isNull(String path) {
    return new UnwritableException(
        "field '" + path + "' is null, which the message has no form for", null);
  }
}
