package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Makes the event of a number, as a row. */
final class EventRowFn extends DoFn<Long, Row> {

  private static final long serialVersionUID = 1;

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addStringField("customer")
          .addInt64Field("amount")
          .addStringField("item")
          .build();

  private final Events events;

  EventRowFn(Events events) {
    this.events = events;
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<Row> out) {
    Event event = events.event(number);
    out.output(
        Row.withSchema(SCHEMA)
            .attachValues(
                Arrays.asList(event.id(), event.customer(), event.amount(), event.item())));
  }
}
