package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** A flight from its Avro record with our format. */
final class AvroFormatDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private transient RowDecoder decoder = decoder();

  private static RowDecoder decoder() {
    return AvroFormat.of()
        .withWriterSchema(AvroFlights.SCHEMA)
        .decoder(FlightsPipeline.FLIGHT);
  }

  @Setup
  public void setup() {
    decoder = decoder();
  }

  @ProcessElement
  public void process(ProcessContext context) throws MalformedException {
    context.output(decoder.decode(context.element()));
  }
}
