package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MemoryRegistry;
import io.summerbeam.sdk.format.RowFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/** JSON and CSV. */
final class TextTargets {

  private TextTargets() {}

  static DecoderTarget json() {
    return of("json", JsonFormat.of(), Records.NESTED, "{\"id\":1,\"name\":\"\",\"tags\":[]}");
  }

  /** The strict form, behind the header of a registry. */
  static DecoderTarget jsonRegistry() {
    return of(
        "json-registry",
        JsonFormat.of()
            .refusingUnknownFields()
            .refusingMissingFields()
            .withRegistry(new MemoryRegistry())
            .withSubject("s"),
        Records.NESTED);
  }

  static DecoderTarget csv() {
    return of("csv", CsvFormat.of(), Records.FLAT, "1,,,,1e10000,1e-300,,\"\",,,,,,,,");
  }

  private static DecoderTarget of(String name, RowFormat format, Schema schema, String... more) {
    List<byte[]> seeds = new ArrayList<>(Records.of(format, schema));
    for (String each : more) {
      seeds.add(each.getBytes(StandardCharsets.UTF_8));
    }
    return new DecoderTarget(name, schema, format.decoder(schema), format.encoder(schema), seeds);
  }
}
