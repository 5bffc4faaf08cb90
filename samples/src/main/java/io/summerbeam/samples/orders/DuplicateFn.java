package io.summerbeam.samples.orders;

import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Of an order that came twice its id and where it came from, and nothing of its data. */
final class DuplicateFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  static final String SOURCE = "source";
  static final Schema SCHEMA =
      Schema.builder().addStringField("order_id").addStringField(SOURCE).build();

  @ProcessElement
  public void process(@Element Row order, OutputReceiver<Row> out) {
    out.output(
        Row.withSchema(SCHEMA)
            .addValues(order.getString("order_id"), String.valueOf(Provenance.of(order)))
            .build());
  }
}
