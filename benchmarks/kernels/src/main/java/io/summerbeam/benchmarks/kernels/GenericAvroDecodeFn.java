package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A flight from its Avro record by hand: Avro's GenericDatumReader with a record that is used
 * again, and its values by index.
 */
final class GenericAvroDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private transient GenericDatumReader<GenericRecord> reader = reader();
  private transient @Nullable BinaryDecoder decoder;
  private transient @Nullable GenericRecord record;

  private static GenericDatumReader<GenericRecord> reader() {
    return new GenericDatumReader<>(AvroFlights.schema());
  }

  @Setup
  public void setup() {
    reader = reader();
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(context.element(), decoder);
    GenericRecord flight = reader.read(record, decoder);
    record = flight;
    context.output(
        Row.withSchema(FlightsPipeline.FLIGHT)
            .attachValues(
                Arrays.asList(
                    flight.get(Flights.DATE).toString(),
                    flight.get(Flights.ORIGIN).toString(),
                    flight.get(Flights.DESTINATION).toString(),
                    flight.get(Flights.DELAY),
                    flight.get(Flights.DISTANCE))));
  }
}
