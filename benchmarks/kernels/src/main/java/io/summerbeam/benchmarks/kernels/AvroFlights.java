package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/** The flights as Avro records. */
final class AvroFlights {

  /** Of the reader and of the writer. */
  static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"Flight\",\"fields\":["
          + "{\"name\":\"date\",\"type\":\"string\"},"
          + "{\"name\":\"origin\",\"type\":\"string\"},"
          + "{\"name\":\"destination\",\"type\":\"string\"},"
          + "{\"name\":\"delay\",\"type\":\"long\"},"
          + "{\"name\":\"distance\",\"type\":\"long\"}]}";

  private AvroFlights() {}

  static Schema schema() {
    return new Schema.Parser().parse(SCHEMA);
  }

  static List<WindowedValue<byte[]>> records() {
    RowEncoder encoder =
        AvroFormat.of().withWriterSchema(SCHEMA).encoder(FlightsPipeline.FLIGHT);
    List<WindowedValue<byte[]>> records = new ArrayList<>();
    try {
      for (WindowedValue<Row> row : Flights.load().rows()) {
        records.add(WindowedValues.valueInGlobalWindow(encoder.encode(row.getValue())));
      }
    } catch (UnwritableException e) {
      throw new IllegalStateException("a flight has no form in Avro", e);
    }
    return records;
  }
}
