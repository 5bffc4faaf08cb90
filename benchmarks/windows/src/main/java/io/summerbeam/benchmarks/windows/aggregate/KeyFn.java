package io.summerbeam.benchmarks.windows.aggregate;

import io.summerbeam.benchmarks.windows.Reading;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** What goes on is no more than the sums need. */
final class KeyFn extends DoFn<Reading, KV<String, Long>> {

  private static final long serialVersionUID = 1;

  @ProcessElement
  public void process(@Element Reading reading, OutputReceiver<KV<String, Long>> out) {
    out.output(KV.of(reading.sensor(), reading.amount()));
  }
}
