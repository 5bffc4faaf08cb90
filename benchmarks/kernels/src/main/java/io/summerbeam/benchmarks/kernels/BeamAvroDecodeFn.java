package io.summerbeam.benchmarks.kernels;

import io.summerbeam.samples.flights.FlightsPipeline;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.beam.sdk.extensions.avro.schemas.utils.AvroUtils;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A flight from its Avro record as Beam makes a Row of it. */
final class BeamAvroDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private transient GenericDatumReader<GenericRecord> reader = reader();
  private transient @Nullable BinaryDecoder decoder;

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
    context.output(
        AvroUtils.toBeamRowStrict(reader.read(null, decoder), FlightsPipeline.FLIGHT));
  }
}
