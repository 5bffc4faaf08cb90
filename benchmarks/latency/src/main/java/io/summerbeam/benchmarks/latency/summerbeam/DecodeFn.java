package io.summerbeam.benchmarks.latency.summerbeam;

import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Decodes a line and its event time by our format; the source has the same time already. */
final class DecodeFn extends DoFn<String, Row> {

  private static final long serialVersionUID = 1;

  private transient @Nullable RowDecoder decoder;
  private transient @Nullable EventTimeReader times;

  @Setup
  public void setup() {
    decoder = JsonFormat.of().decoder(FlightsPipeline.FLIGHT);
    times = EventTime.of("date", "yyyy/MM/dd HH:mm", ZoneOffset.UTC).reader(FlightsPipeline.FLIGHT);
  }

  @ProcessElement
  public void process(@Element String line, OutputReceiver<Row> out) throws MalformedException {
    Row row = Objects.requireNonNull(decoder).decode(line.getBytes(StandardCharsets.UTF_8));
    out.outputWithTimestamp(row, Objects.requireNonNull(times).read(row));
  }
}
