package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Readings;
import org.apache.beam.sdk.transforms.DoFn;

/** Makes the reading of a number. */
final class ReadingFn extends DoFn<Long, Reading> {

  private static final long serialVersionUID = 1;

  private final Readings readings;

  ReadingFn(Readings readings) {
    this.readings = readings;
  }

  @ProcessElement
  public void process(@Element Long number, OutputReceiver<Reading> out) {
    out.output(readings.reading(number));
  }
}
