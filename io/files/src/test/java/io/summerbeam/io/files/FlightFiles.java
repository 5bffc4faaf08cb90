package io.summerbeam.io.files;

import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Files of flights, and what reading them must give. */
final class FlightFiles {

  static final Schema FLIGHT =
      Schema.builder()
          .addStringField("date")
          .addInt64Field("delay")
          .addInt64Field("distance")
          .addStringField("origin")
          .addStringField("destination")
          .build();

  static final String PATTERN = "yyyy/MM/dd HH:mm";

  static final String STEP = "FileRows.read";

  private FlightFiles() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ReadFileRows read(Object pattern) {
    return FileRows.read(pattern.toString()).withSchema(FLIGHT);
  }

  static String line(int minute) {
    return String.format(
        "{\"date\":\"2001/01/01 00:%02d\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\","
            + "\"destination\":\"LAS\"}",
        minute);
  }

  /** Shows timestamp, minute of the record, and provenance. */
  static final class Show extends DoFn<Row, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      Provenance source = Provenance.of(row);
      byte[] payload = source.payload();
      out.output(
          row.getString("date")
              + "|"
              + (time.equals(BoundedWindow.TIMESTAMP_MIN_VALUE) ? "min" : time)
              + "|"
              + source.system()
              + " "
              + Path.of(source.resource()).getFileName()
              + " "
              + source.position()
              + " "
              + source.line()
              + "|"
              + source.payloadFormat()
              + "|"
              + (payload == null ? null : new String(payload, StandardCharsets.UTF_8)));
    }
  }

  static PCollection<String> shown(PCollection<Row> rows) {
    return rows.apply(ParDo.of(new Show()));
  }

  static String good(int minute, String file, long offset, long line, boolean original) {
    return String.format(
        "2001/01/01 00:%02d|2001-01-01T00:%02d:00.000Z|file %s %d %d|%s|%s",
        minute,
        minute,
        file,
        offset,
        line,
        original ? "json" : null,
        original ? line(minute) : null);
  }

  static String dead(String file, long offset, long line, String message, String payload) {
    return DeadLetterText.of(
        STEP, "malformed", message, Provenance.ofFile(file, offset, line), "json", payload);
  }

  static Map<String, Long> counts(PipelineResult result) {
    Map<String, Long> counts = new HashMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(CounterName.NAMESPACE))
                .build())
        .getCounters()
        .forEach(each -> counts.merge(each.getName().getName(), each.getAttempted(), Long::sum));
    return counts;
  }
}
