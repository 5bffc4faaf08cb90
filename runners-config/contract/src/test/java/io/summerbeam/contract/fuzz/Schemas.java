package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaRegistry;
import io.summerbeam.sdk.registry.SubjectVersion;
import io.summerbeam.sdk.registry.UnusableSchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A registry with bad schemas, one of them that it cannot give, and those that are registered; its
 * ids begin at 1.
 */
final class Schemas implements SchemaRegistry {

  private static final long serialVersionUID = 1;

  /** How many schemas it has besides those of the writers. */
  static final int COUNT = 11;

  private static final List<RegistrySchema> OTHERS =
      List.of(
          // Less than the rows have, of which most may not be null.
          avro(record("R", field("id", "\"long\""))),
          // A type that does not fit.
          avro(record("R", field("id", "\"string\""))),
          // What holds itself, where nobody reads it.
          avro(
              record(
                  "R",
                  field("id", "\"long\""),
                  field(
                      "tree",
                      "[\"null\"," + record("N", field("next", "[\"null\",\"N\"]")) + "]"))),
          avro(record("R", field("a", "\"R\""))),
          avro("{\"type\":\"record\",\"name\":\"R\",\"fields\":["),
          avro("\"string\""),
          // For which Avro throws what it throws for no other.
          avro(record("R", "{\"name\":\"id\",\"type\":\"long\",\"order\":\"x\"}")),
          avro(record("R", "{\"name\":\"id\",\"type\":\"long\",\"order\":1}")),
          RegistrySchema.of(SchemaKind.JSON, "{\"type\":\"object\"}"),
          RegistrySchema.of(SchemaKind.PROTOBUF, "syntax = \"proto3\"; message R {}"));

  private final List<RegistrySchema> writers = new ArrayList<>();

  static String record(String name, String... fields) {
    return "{\"type\":\"record\",\"name\":\""
        + name
        + "\",\"fields\":["
        + String.join(",", fields)
        + "]}";
  }

  static String field(String name, String type) {
    return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
  }

  private static RegistrySchema avro(String text) {
    return RegistrySchema.of(SchemaKind.AVRO, text);
  }

  @Override
  public Optional<RegistrySchema> schema(int id) throws UnusableSchemaException {
    int index = id - 1;
    if (index == OTHERS.size()) {
      throw new UnusableSchemaException("it is too long", false, null);
    }
    if (index >= 0 && index < OTHERS.size()) {
      return Optional.of(OTHERS.get(index));
    }
    return index >= COUNT && index < COUNT + writers.size()
        ? Optional.of(writers.get(index - COUNT))
        : Optional.empty();
  }

  @Override
  public OptionalInt id(String subject, RegistrySchema schema) {
    int index = writers.indexOf(schema);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(COUNT + 1 + index);
  }

  /** Those of good records, whose ids come behind those of the bad ones. */
  @Override
  public int register(String subject, RegistrySchema schema) {
    if (!writers.contains(schema)) {
      writers.add(schema);
    }
    return COUNT + 1 + writers.indexOf(schema);
  }

  @Override
  public Optional<SubjectVersion> latest(String subject) {
    return Optional.empty();
  }
}
