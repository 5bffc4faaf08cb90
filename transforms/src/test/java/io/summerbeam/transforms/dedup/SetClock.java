package io.summerbeam.transforms.dedup;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Before a record goes on, it sets the clock to its {@code n}. */
final class SetClock extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  private final ByHandClock clock;

  SetClock(ByHandClock clock) {
    this.clock = clock;
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    return rows.apply(ParDo.of(new SetClockFn(clock))).setRowSchema(Events.SCHEMA);
  }

  private static final class SetClockFn extends DoFn<Row, Row> {

    private static final long serialVersionUID = 1;

    private final ByHandClock clock;

    SetClockFn(ByHandClock clock) {
      this.clock = clock;
    }

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<Row> out) {
      clock.set(row.getInt64("n"));
      out.output(row);
    }
  }
}
