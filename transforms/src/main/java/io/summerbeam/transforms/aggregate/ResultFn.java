package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Writes the result of a group as a row: key, window, measures. */
final class ResultFn extends DoFn<KV<Row, Row>, Row> {

  private static final long serialVersionUID = 1;

  private final Schema outputSchema;
  private final RecordCounters counters;

  ResultFn(String stepName, Schema outputSchema) {
    this.outputSchema = outputSchema;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(@Element KV<Row, Row> group, BoundedWindow window, OutputReceiver<Row> out) {
    Row key = group.getKey();
    Row measures = group.getValue();
    IntervalWindow interval = (IntervalWindow) window;
    Object[] values = new Object[outputSchema.getFieldCount()];
    int at = 0;
    for (int i = 0; i < key.getFieldCount(); i++) {
      values[at++] = key.getValue(i);
    }
    values[at++] = interval.start();
    values[at++] = interval.end();
    for (int i = 0; i < measures.getFieldCount(); i++) {
      values[at++] = measures.getValue(i);
    }
    counters.out();
    out.output(Row.withSchema(outputSchema).attachValues(Arrays.asList(values)));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
