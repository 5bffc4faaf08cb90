package io.summerbeam.sdk.format.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All targets, by the names that their corpora have. */
final class Targets {

  private static final Map<String, Supplier<DecoderTarget>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("json", TextTargets::json);
    ALL.put("json-registry", TextTargets::jsonRegistry);
    ALL.put("avro", AvroTargets::binary);
    ALL.put("avro-single-object", AvroTargets::singleObject);
    ALL.put("avro-registry", AvroTargets::registry);
    ALL.put("protobuf", ProtobufTargets::plain);
    ALL.put("protobuf-registry", ProtobufTargets::registry);
    ALL.put("debezium", DebeziumTargets::json);
    ALL.put("debezium-flattened", DebeziumTargets::flattened);
    ALL.put("debezium-avro", DebeziumTargets::avro);
    ALL.put("csv", TextTargets::csv);
  }

  private Targets() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static DecoderTarget of(String name) {
    Supplier<DecoderTarget> target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException("No such target: " + name + ". There are: " + names());
    }
    return target.get();
  }
}
