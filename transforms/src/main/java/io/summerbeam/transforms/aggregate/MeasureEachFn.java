package io.summerbeam.transforms.aggregate;

import io.summerbeam.sdk.metric.RecordCounters;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns each record into an accumulator of its own: where triggers count elements or look at their
 * timestamps, each must be there.
 */
final class MeasureEachFn extends DoFn<Row, KV<Row, Accumulator>> {

  private static final long serialVersionUID = 1;

  private final Schema keySchema;
  private final int[] keyIndexes;
  private final List<Measure.Bound> measures;
  private final RecordCounters counters;

  MeasureEachFn(String stepName, Schema keySchema, int[] keyIndexes, List<Measure.Bound> measures) {
    this.keySchema = keySchema;
    this.keyIndexes = keyIndexes.clone();
    this.measures = measures;
    this.counters = RecordCounters.of(stepName);
  }

  @ProcessElement
  public void process(
      @Element Row row, @Timestamp Instant timestamp, OutputReceiver<KV<Row, Accumulator>> out) {
    counters.in();
    @Nullable Object[] key = new @Nullable Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getValue(keyIndexes[i]);
    }
    Accumulator accumulator = Accumulator.empty(measures);
    accumulator.add(row, timestamp.getMillis());
    accumulator.compact();
    out.output(KV.of(Row.withSchema(keySchema).attachValues(Arrays.asList(key)), accumulator));
  }

  @FinishBundle
  public void finishBundle() {
    counters.flush();
  }
}
