package io.summerbeam.benchmarks.kernels;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.summerbeam.samples.flights.FlightsPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.RowJson.RowJsonDeserializer;
import org.apache.beam.sdk.util.RowJsonUtils;
import org.apache.beam.sdk.values.Row;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;

/** A flight from its line as Beam's JsonToRow reads it, and its time as its users parse one. */
final class BeamDecodeFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private static final DateTimeFormatter TIME =
      DateTimeFormat.forPattern("yyyy/MM/dd HH:mm").withZoneUTC();
  private static final ObjectMapper JSON =
      RowJsonUtils.newObjectMapperWith(RowJsonDeserializer.forSchema(FlightsPipeline.FLIGHT));

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    Row row = RowJsonUtils.jsonToRow(JSON, new String(context.element(), StandardCharsets.UTF_8));
    context.outputWithTimestamp(
        row, TIME.parseDateTime(row.<String>getValue(Flights.DATE)).toInstant());
  }
}
