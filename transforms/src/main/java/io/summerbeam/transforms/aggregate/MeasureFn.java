package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/**
 * Turns each record into its key and an accumulator that has seen it: what is shuffled is a few
 * bytes of counts and sums instead of the record.
 */
final class MeasureFn extends DoFn<Row, KV<Row, Accumulator>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final RecordCounters counters;

  MeasureFn(String stepName, Schema keySchema, int[] keyIndexes, List<Measure.Bound> measures) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.measures = measures;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<Row, Accumulator>> out) {
    counters.in();
    Object[] key = new Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getValue(keyIndexes[i]);
    }
    Accumulator accumulator = Accumulator.empty(measures);
    accumulator.add(row);
    out.output(KV.of(Row.withSchema(keySchema).attachValues(Arrays.asList(key)), accumulator));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
