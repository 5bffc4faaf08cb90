package io.summerbeam.transforms.validate;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Puts the key of each record beside it. */
final class KeyRowsFn extends DoFn<Row, KV<Row, Row>> {

  private static final long serialVersionUID = 1;

  private final KeyFields fields;
  private final Schema keySchema;

  KeyRowsFn(KeyFields fields, Schema keySchema) {
    this.fields = fields;
    this.keySchema = keySchema;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<Row, Row>> out) {
    out.output(KV.of(Row.withSchema(keySchema).attachValues(Arrays.asList(fields.of(row))), row));
  }
}
