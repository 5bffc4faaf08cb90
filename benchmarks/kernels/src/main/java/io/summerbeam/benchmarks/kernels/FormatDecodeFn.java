package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** A flight from its line with our format and our event time. */
final class FormatDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;
  private static final Schema SCHEMA = FlightsPipeline.FLIGHT;

  private transient RowDecoder decoder = JsonFormat.of().decoder(SCHEMA);
  private transient EventTimeReader times = Flights.TIME.reader(SCHEMA);

  @Setup
  public void setup() {
    decoder = JsonFormat.of().decoder(SCHEMA);
    times = Flights.TIME.reader(SCHEMA);
  }

  @ProcessElement
  public void process(ProcessContext context) throws MalformedException {
    Row row = decoder.decode(context.element());
    context.outputWithTimestamp(row, times.read(row));
  }
}
