package io.summerbeam.benchmarks.flights.summerbeam;

import io.summerbeam.sdk.failure.DeadLetter;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Counts dead letters, as the hand-written arms do. */
public final class CountDeadLetters extends PTransform<PCollection<DeadLetter>, PDone> {

  private static final long serialVersionUID = 1;

  /** Into a counter. */
  public CountDeadLetters() {}

  @Override
  public PDone expand(PCollection<DeadLetter> letters) {
    letters.apply("Count", ParDo.of(new CountFn()));
    return PDone.in(letters.getPipeline());
  }

  private static final class CountFn extends DoFn<DeadLetter, Void> {

    private static final long serialVersionUID = 1;

    private final Counter dead = Metrics.counter("flights", "dead");

    @ProcessElement
    public void process() {
      dead.inc();
    }
  }
}
