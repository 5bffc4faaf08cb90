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

  // One at a time in a short record, so that what is changed is most often the value.
  private static final String[] MEMBERS = {
    "\"tiny\":-128",
    "\"short\":32767",
    "\"count\":-2147483648",
    "\"price\":-1.5e-9999",
    "\"price\":1E+9999",
    "\"ratio\":1.7976931348623157e308",
    "\"ratio\":-0",
    "\"share\":3.4e38",
    "\"note\":\"\\ud83d\\ude00\\n\"",
    "\"ok\":false",
    "\"blob\":\"AAH/\"",
    "\"at\":\"2001-01-01T00:47:00.123Z\"",
    "\"micros\":\"2001-01-01T02:47:00.123456+02:00\"",
    "\"day\":\"2000-02-29\"",
    "\"time\":\"23:59:59.5\"",
    "\"local\":\"2001-01-31T12:30\"",
    "\"items\":[{\"sku\":\"\",\"price\":1}]",
    "\"counts\":{\"\":9223372036854775807,\"a\":0}",
    "\"first\":{\"sku\":\"x\",\"quantity\":1}",
    "\"matrix\":[[],[1e2]]",
    "\"other\":[{\"a\":null},true,\"\"]"
  };

  private TextTargets() {}

  static DecoderTarget json() {
    String[] records = new String[MEMBERS.length];
    for (int i = 0; i < records.length; i++) {
      records[i] = "{\"id\":1,\"name\":\"\",\"tags\":[]," + MEMBERS[i] + "}";
    }
    return of("json", JsonFormat.of(), Records.NESTED, records);
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
