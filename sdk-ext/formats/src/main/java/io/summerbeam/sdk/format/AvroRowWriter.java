package io.summerbeam.sdk.format;

import org.apache.beam.sdk.values.Row;

/** Writes a Row as a record. */
final class AvroRowWriter implements AvroWriter {

  // In the writer's order.
  private final Step[] steps;

  /** Writes a field of the writer's. */
  interface Step {
    void write(Row row, AvroOutput out) throws UnwritableException;
  }

  AvroRowWriter(Step[] steps) {
    this.steps = steps;
  }

  @Override
  public void write(Object value, AvroOutput out) throws UnwritableException {
    Row row = (Row) value;
    for (Step step : steps) {
      step.write(row, out);
    }
  }
}
