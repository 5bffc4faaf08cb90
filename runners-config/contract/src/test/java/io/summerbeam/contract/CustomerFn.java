package io.summerbeam.contract;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Makes a customer of each record of the cases. That of a record without a number has no card. */
final class CustomerFn extends DoFn<Row, Row> {

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("key")
          .addStringField("name")
          .addStringField("card")
          .addInt64Field("number")
          .addDateTimeField("born")
          .addStringField("note")
          .build();

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<Row> out) {
    String key = row.getString("key");
    Long n = row.getInt64("n");
    out.output(
        Row.withSchema(SCHEMA)
            .addValues(
                key,
                "Anna " + key,
                n == null ? "none" : "4111-1111 1111 1111",
                -4_000_000_000L - (n == null ? 0 : n),
                Instant.parse("1984-06-17T00:00:00Z"),
                "Call +1 202-555-0143, mail " + key + "@example.com, password=a,b!" + n)
            .build());
  }
}
