package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.MemoryRegistry;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/** Avro, with what may stand before a record. */
final class AvroTargets {

  private static final AvroFormat AVRO = AvroFormat.of().withDecimals(38, 10);

  /**
   * What no reader asks for, so that all of it is passed over, also what holds itself; and other
   * forms of what it does. Its decimals have the places that ours have, because those of a row
   * become as many when it is written.
   */
  private static final String OTHER_WRITER =
      """
      {"type":"record","name":"R","fields":[
        {"name":"extra","type":{"type":"array","items":{"type":"map","values":
          ["null","string",{"type":"fixed","name":"F","size":3},
           {"type":"enum","name":"E","symbols":["A","B"]}]}}},
        {"name":"tree","type":["null",{"type":"record","name":"N","fields":[
          {"name":"next","type":["null","N"]},{"name":"all","type":{"type":"array","items":"N"}}]}]},
        {"name":"nothings","type":{"type":"array","items":"null"}},
        {"name":"id","type":"int"},
        {"name":"price","type":["null",{"type":"fixed","name":"D","size":8,
          "logicalType":"decimal","precision":18,"scale":10}]},
        {"name":"name","type":{"type":"enum","name":"S","symbols":["x","y"]}},
        {"name":"blob","type":["string","null","bytes"]},
        {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
        {"name":"time","type":["null",{"type":"int","logicalType":"time-millis"}]},
        {"name":"tags","type":{"type":"array","items":"string"}}]}
      """;

  private AvroTargets() {}

  static DecoderTarget binary() {
    return of("avro", AVRO, Records.of(AVRO, Records.NESTED));
  }

  static DecoderTarget singleObject() {
    AvroFormat format = AVRO.singleObject();
    return of("avro-single-object", format, Records.of(format, Records.NESTED));
  }

  /** Some of the registry's schemas fit, some do not, and some are none. */
  static DecoderTarget registry() {
    MemoryRegistry registry = new MemoryRegistry();
    AvroFormat format = AVRO.withRegistry(registry).withSubject("s");
    List<byte[]> seeds = new ArrayList<>(Records.of(format, Records.NESTED));
    int other = registry.add("s", RegistrySchema.of(SchemaKind.AVRO, OTHER_WRITER));
    for (String each :
        List.of(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"R\"}]}",
            "\"string\"",
            "{")) {
      seeds.add(header(registry.add("s", RegistrySchema.of(SchemaKind.AVRO, each))));
    }
    seeds.add(header(registry.add("s", RegistrySchema.of(SchemaKind.JSON, "{}"))));
    seeds.add(header(other));
    // Its nothings are three, its id 7, its name y, and the others are empty or the first branch.
    byte[] record = {0, 0, 6, 0, 14, 0, 2, 0, 2, 'b', 0, 0, 2, 2, 'c', 0};
    seeds.add(ByteBuffer.allocate(5 + record.length).put(header(other)).put(record).array());
    return of("avro-registry", format, seeds);
  }

  private static byte[] header(int id) {
    return ByteBuffer.allocate(5).putInt(1, id).array();
  }

  private static DecoderTarget of(String name, AvroFormat format, List<byte[]> seeds) {
    Schema schema = Records.NESTED;
    return new DecoderTarget(name, schema, format.decoder(schema), format.encoder(schema), seeds);
  }
}
