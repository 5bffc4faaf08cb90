package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Decodes a line by our format; its event time is the source's already. */
final class DecodeFn extends DoFn<String, Row> {

  private static final long serialVersionUID = 1;

  private transient @Nullable RowDecoder decoder;

  @Setup
  public void setup() {
    decoder = JsonFormat.of().decoder(FlightsPipeline.FLIGHT);
  }

  @ProcessElement
  public void process(@Element String line, OutputReceiver<Row> out) throws MalformedException {
    out.output(Objects.requireNonNull(decoder).decode(line.getBytes(StandardCharsets.UTF_8)));
  }
}
