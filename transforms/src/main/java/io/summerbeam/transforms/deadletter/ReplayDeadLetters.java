package io.summerbeam.transforms.deadletter;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetterStoreSource;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.ReplayTarget;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * A {@link Replay} as a batch pipeline, for a scheduler: once an hour, what is retryable goes back.
 *
 * <pre>{@code
 * pipeline.apply(
 *     ReplayDeadLetters.of(
 *             () -> FileDeadLetterStore.in("out/dead-letters"), FileReplayTarget.to("in/replayed"))
 *         .withReplay(Replay.of(LetterFilter.all().withSeverities("retryable"))));
 * }</pre>
 *
 * <p><b>Output.</b> One Row of {@link #SCHEMA}, in the global window, without a timestamp of its
 * own: what was done. On a runner that computes a bundle again, it is what was left to do then.
 *
 * <p><b>Delivery.</b> As {@link Replay} says. A bundle that is tried again goes on where the one
 * before it was interrupted; two at once, where the store takes one, fail until one has ended.
 *
 * <p><b>Errors</b> of the store and the target are thrown; a letter that the target refuses is not
 * one: it is counted, and stays. <b>Cost.</b> One worker and one thread. <b>Runners.</b> All, as
 * the batch pipeline that it is: on Spark with {@code --streaming} there is nothing to start in it.
 * The store must be reachable from the workers, and a folder is one that only that worker sees.
 */
@AutoValue
public abstract class ReplayDeadLetters extends PTransform<PBegin, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /**
   * The output: how often a record may arrive ({@code once}, {@code at least once}), and how many
   * letters were replayed (superseded: of those, the ones the target has something newer than),
   * parked, passed over and refused, and what is no letter; see {@link ReplayResult}.
   */
  public static final Schema SCHEMA =
      Schema.builder()
          .addField("delivery", FieldType.STRING)
          .addInt64Field("replayed")
          .addInt64Field("superseded")
          .addInt64Field("parked")
          .addInt64Field("passed_over")
          .addInt64Field("refused")
          .addInt64Field("unreadable")
          .build();

  /** All open letters of a store go to a target. */
  public static ReplayDeadLetters of(DeadLetterStoreSource store, ReplayTarget target) {
    return new AutoValue_ReplayDeadLetters(store, target, Replay.of(LetterFilter.all()));
  }

  /** Which letters, and how. Default: all that are open, as they are. */
  public ReplayDeadLetters withReplay(Replay replay) {
    return new AutoValue_ReplayDeadLetters(store(), target(), replay);
  }

  abstract DeadLetterStoreSource store();

  abstract ReplayTarget target();

  abstract Replay replay();

  @Override
  public PCollection<Row> expand(PBegin begin) {
    return begin
        .apply("Once", Impulse.create())
        .apply("Replay", ParDo.of(new ReplayFn(store(), target(), replay())))
        .setRowSchema(SCHEMA);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("target", target().toString()).withLabel("Replay Target"));
  }
}
