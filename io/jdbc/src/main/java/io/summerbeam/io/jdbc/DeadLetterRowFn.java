package io.summerbeam.io.jdbc;

import io.summerbeam.sdk.failure.DeadLetter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Makes each dead letter a row of its table. */
final class DeadLetterRowFn extends DoFn<DeadLetter, Row> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element DeadLetter letter, OutputReceiver<Row> out) {
    Row row = DeadLetterTable.toRow(letter);
    out.output(row);
  }
}
