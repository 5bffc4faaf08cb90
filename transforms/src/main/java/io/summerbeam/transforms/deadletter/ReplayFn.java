package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.DeadLetterStoreSource;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayTarget;
import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Does a replay for each element, of which there is one. */
final class ReplayFn extends DoFn<byte[], Row> {

  private static final long serialVersionUID = 1;

  private final DeadLetterStoreSource source;
  private final ReplayTarget target;
  private final Replay replay;

  ReplayFn(DeadLetterStoreSource source, ReplayTarget target, Replay replay) {
    this.source = source;
    this.target = target;
    this.replay = replay;
  }

  @ProcessElement
  public void process(OutputReceiver<Row> out) throws IOException {
    ReplayResult result;
    try (DeadLetterStore store = source.open()) {
      result = replay.run(store, target);
    }
    ReplayDelivery delivery = Objects.requireNonNull(result.delivery(), "a run has one");
    out.output(
        Row.withSchema(ReplayDeadLetters.SCHEMA)
            .addValues(
                delivery.words(),
                result.delivered(),
                result.superseded(),
                result.parked(),
                result.passedOver(),
                result.refusedInAll(),
                result.unreadable())
            .build());
  }
}
