package io.summerbeam.sdk.format;

import io.summerbeam.sdk.schema.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The messages and enums of a FileDescriptorSet, which is itself a message of Protobuf. */
final class ProtoFiles {

  private static final int EXPLICIT = 1;
  private static final int IMPLICIT = 2;
  private static final int LEGACY_REQUIRED = 3;
  private static final int PACKED = 1;
  private static final int EXPANDED = 2;
  private static final int DELIMITED = 2;

  private final Map<String, ProtoMessage> messages = new TreeMap<>();
  private final Map<String, Map<Integer, String>> enums = new HashMap<>();

  private ProtoFiles() {}

  /**
   * @throws IllegalArgumentException if the bytes are no FileDescriptorSet
   */
  static ProtoFiles parse(byte[] set) {
    ProtoFiles files = new ProtoFiles();
    try {
      ProtoParts parts = ProtoParts.of(set);
      for (byte[] file : parts.all(1)) {
        files.addFile(ProtoParts.of(file));
      }
    } catch (MalformedException e) {
      throw new IllegalArgumentException(
          "The descriptors must be a FileDescriptorSet, as protoc writes it with"
              + " --descriptor_set_out and --include_imports, but: "
              + e.getMessage(),
          e);
    }
    return files;
  }

  /**
   * @param name with its package
   * @throws IllegalArgumentException if there is none; the message has the nearest name
   */
  ProtoMessage message(String name) {
    ProtoMessage message = messages.get(name);
    if (message == null) {
      throw new IllegalArgumentException(
          "The descriptors have no message '"
              + name
              + "'"
              + NearestName.hint(name, List.copyOf(messages.keySet()))
              + " Make them with protoc --include_imports. Messages: "
              + messages.keySet());
    }
    return message;
  }

  /**
   * The names of an enum's values by their numbers.
   *
   * @throws IllegalArgumentException if there is no such enum
   */
  Map<Integer, String> enumValues(String name) {
    Map<Integer, String> values = enums.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "The descriptors have no enum '" + name + "'. Make them with protoc --include_imports.");
    }
    return values;
  }

  private void addFile(ProtoParts file) throws MalformedException {
    String syntax = file.text(12);
    boolean editions = syntax.equals("editions");
    ProtoParts features = file.part(8).part(50);
    int presence = features.number(1, syntax.equals("proto3") ? IMPLICIT : EXPLICIT);
    boolean delimited = editions && features.number(5, 0) == DELIMITED;
    boolean packed =
        features.number(3, syntax.isEmpty() || syntax.equals("proto2") ? EXPANDED : PACKED)
            == PACKED;
    Scope scope = new Scope(presence, delimited, packed);
    String packageName = file.text(2);
    addEnums(file.all(5), packageName);
    int index = 0;
    for (byte[] message : file.all(4)) {
      addMessage(ProtoParts.of(message), packageName, scope, List.of(index++));
    }
  }

  private void addMessage(ProtoParts message, String outer, Scope scope, List<Integer> indexes)
      throws MalformedException {
    ProtoInput.checkDepth(indexes.size());
    String name = inside(outer, message.text(1));
    addEnums(message.all(4), name);
    int index = 0;
    for (byte[] nested : message.all(3)) {
      List<Integer> inner = new ArrayList<>(indexes);
      inner.add(index++);
      addMessage(ProtoParts.of(nested), name, scope, List.copyOf(inner));
    }
    List<ProtoField> fields = new ArrayList<>();
    for (byte[] field : message.all(2)) {
      fields.add(field(ProtoParts.of(field), scope));
    }
    boolean isMapEntry = message.part(7).number(7, 0) != 0;
    messages.put(name, new ProtoMessage(name, List.copyOf(fields), isMapEntry, indexes));
  }

  private static ProtoField field(ProtoParts field, Scope scope) throws MalformedException {
    ProtoParts options = field.part(8);
    ProtoParts features = options.part(21);
    int presence = features.number(1, scope.presence());
    ProtoType type = ProtoType.of(field.number(5, 0));
    if (type == ProtoType.MESSAGE
        && (features.has(5) ? features.number(5, 0) == DELIMITED : scope.delimited())) {
      type = ProtoType.GROUP;
    }
    int label = field.number(4, 1);
    boolean repeated = label == 3;
    boolean required = label == 2 || presence == LEGACY_REQUIRED;
    boolean inOneof = field.has(9);
    boolean optional = field.number(17, 0) != 0;
    String typeName = field.text(6);
    return new ProtoField(
        field.text(1),
        field.number(3, 0),
        type,
        typeName.startsWith(".") ? typeName.substring(1) : typeName,
        repeated,
        !repeated && (type.isMessage() || inOneof || presence != IMPLICIT),
        !repeated && required,
        repeated && type.isPackable() && isPacked(options, features, scope),
        // The oneof of an optional field is one of the compiler's.
        inOneof && !optional ? field.number(9, 0) : -1);
  }

  private static boolean isPacked(ProtoParts options, ProtoParts features, Scope scope) {
    if (options.has(2)) {
      return options.number(2, 0) != 0;
    }
    return features.has(3) ? features.number(3, 0) == PACKED : scope.packed();
  }

  private void addEnums(List<byte[]> all, String outer) throws MalformedException {
    for (byte[] each : all) {
      ProtoParts parts = ProtoParts.of(each);
      Map<Integer, String> values = new HashMap<>();
      for (byte[] value : parts.all(2)) {
        ProtoParts named = ProtoParts.of(value);
        // Of several names of one number the first is its name.
        values.putIfAbsent(named.number(2, 0), named.text(1));
      }
      enums.put(inside(outer, parts.text(1)), values);
    }
  }

  private static String inside(String outer, String name) {
    return outer.isEmpty() ? name : outer + "." + name;
  }

  /** What a map is made of; null where a repeated field is no map. */
  @Nullable ProtoMessage entryOf(ProtoField field) {
    ProtoMessage message = field.type().isMessage() ? messages.get(field.typeName()) : null;
    return message != null && message.isMapEntry() ? message : null;
  }

  /** What a file says for all its fields. */
  private record Scope(int presence, boolean delimited, boolean packed) {}
}
