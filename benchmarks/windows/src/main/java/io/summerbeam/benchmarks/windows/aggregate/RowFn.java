package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Readings;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Makes the reading of a number, as a row. */
final class RowFn extends DoFn<Long, Row> {

  private static final long serialVersionUID = 1;

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("amount")
          .addStringField("site")
          .addStringField("unit")
          .addBooleanField("valid")
          .build();

  private final Readings readings;

  RowFn(Readings readings) {
    this.readings = readings;
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<Row> out) {
    Reading reading = readings.reading(number);
    out.output(
        Row.withSchema(SCHEMA)
            .attachValues(
                Arrays.asList(
                    reading.sensor(),
                    reading.amount(),
                    reading.site(),
                    reading.unit(),
                    reading.valid())));
  }
}
