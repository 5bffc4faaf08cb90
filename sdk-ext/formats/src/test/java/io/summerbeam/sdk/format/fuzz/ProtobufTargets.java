package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.ProtoExamples;
import io.summerbeam.sdk.format.ProtobufFormat;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/** Protobuf: messages and maps in a message, and all scalars behind the header of a registry. */
final class ProtobufTargets {

  private static final byte[] ORDER = {
    0x08, 7, 0x12, 1, 'c', 0x1A, 3, 0x0A, 1, 's', 0x22, 0, 0x2A, 5, 0x0A, 1, 'k', 0x10, 3, 0x30, 1,
    0x3A, 1, 'n', 0x48, 5, 0x52, 2, 0x08, 9, 0x5A, 3, 0x0A, 1, 't', 0x62, 2, 0x10, 8, 0x6A, 2, 3, 4,
    0x72, 4, 0x08, 2, 0x12, 0, 0x7A, 0
  };

  private ProtobufTargets() {}

  static DecoderTarget plain() {
    return of("protobuf", ProtoExamples.format(ProtoExamples.ORDER), ORDER);
  }

  static DecoderTarget registry() {
    // Scalars is the third message of its file.
    return of(
        "protobuf-registry",
        ProtoExamples.format(ProtoExamples.SCALARS).withSchemaId(5),
        new byte[] {0, 0, 0, 0, 5, 2, 4});
  }

  private static DecoderTarget of(String name, ProtobufFormat format, byte[] seed) {
    Schema schema = format.schema();
    return new DecoderTarget(
        name, schema, format.decoder(schema), format.encoder(schema), List.of(seed));
  }
}
