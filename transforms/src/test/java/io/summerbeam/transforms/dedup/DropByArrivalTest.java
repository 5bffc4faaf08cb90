package io.summerbeam.transforms.dedup;

import static io.summerbeam.transforms.dedup.Events.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.state.StateOptions;
import io.summerbeam.transforms.Counters;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/**
 * {@link DropDuplicates} that goes by when records arrive. A record comes when its {@code n} says.
 */
public class DropByArrivalTest {

  private final ByHandClock clock = new ByHandClock();

  private final DropDuplicates within10 =
      DropDuplicates.by("id").withinProcessingTime(Duration.ofMillis(10)).withClock(clock);

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Before
  public void oneBucket() {
    pipeline.getOptions().as(StateOptions.class).setStateBuckets(1);
  }

  @Test
  public void equalOnes_areDroppedUntilTheTimeIsOver_whateverTheirEventTimes() {
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 100))
                    .addElements(at(1_000_000, "a", 105))
                    .addElements(at(0, "b", 106))
                    .addElements(at(0, "a", 109))
                    .addElements(at(0, "a", 110))
                    .addElements(at(0, "a", 119))
                    .addElements(at(0, "a", 120)))
            .apply(within10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:100@0", "b:106@0", "a:110@0", "a:120@0");
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "DropDuplicates/records_in"), equalTo(7L));
    assertThat(Counters.of(result, "DropDuplicates/records_out"), equalTo(4L));
    assertThat(Counters.of(result, "DropDuplicates/records_dropped"), equalTo(3L));
  }

  @Test
  public void othersThatCome_collectWhatIsOver_andNothingElse() {
    PCollection<Row> out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 100))
                    .addElements(at(0, "b", 110))
                    .addElements(at(0, "c", 115))
                    .addElements(at(0, "b", 119))
                    .addElements(at(0, "c", 124))
                    .addElements(at(0, "a", 124))
                    .addElements(at(0, "b", 130))
                    .addElements(at(0, "c", 134))
                    .addElements(at(0, "a", 133)))
            .apply(within10);

    PAssert.that(out.apply(new Events.Texts()))
        .containsInAnyOrder("a:100@0", "b:110@0", "c:115@0", "a:124@0", "b:130@0", "c:134@0");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void keepingDuplicates_eachRecordIsInOneOfTwoOutputs() {
    PCollectionTuple out =
        stream(
                TestStream.create(Events.SCHEMA)
                    .addElements(at(0, "a", 100))
                    .addElements(at(5, "a", 101)))
            .apply(within10.keepingDuplicates());

    PAssert.that(out.get(SplitDuplicates.FIRST).apply("Texts", new Events.Texts()))
        .containsInAnyOrder("a:100@0");
    PAssert.that(out.get(SplitDuplicates.OTHERS).apply("OtherTexts", new Events.Texts()))
        .containsInAnyOrder("a:101@5");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void boundedInput_byTheClockOfTheWorker_oneIsLeft() {
    PAssert.thatSingleton(
            batch()
                .apply(DropDuplicates.by("id").withinProcessingTime(Duration.ofDays(1)))
                .apply(Count.globally()))
        .isEqualTo(1L);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void settingsOfEventTime_areRefused() {
    PCollection<Row> input = batch();
    assertThat(
        message(() -> input.apply(within10.within(Duration.ofDays(1)))),
        equalTo(
            "DropDuplicates: within() goes by event time, and withinProcessingTime() by when"
                + " records arrive. Leave out one of them."));
    String keepsFirst =
        "DropDuplicates: withinProcessingTime() keeps the first. Leave out keepingLast() and"
            + " keepingUpdates(), which go by event time, or take within().";
    assertThat(message(() -> input.apply(within10.keepingLast())), equalTo(keepsFirst));
    assertThat(message(() -> input.apply(within10.keepingUpdates())), equalTo(keepsFirst));
    assertThat(
        message(() -> input.apply(within10.withAllowedLateness(Duration.ZERO))),
        equalTo(
            "DropDuplicates: with withinProcessingTime() nothing is late. Leave out"
                + " withAllowedLateness()."));
    assertThat(
        message(() -> DropDuplicates.byAllFields().withinProcessingTime(Duration.ZERO)),
        equalTo("withinProcessingTime() must be at least a millisecond, but was: PT0S"));
  }

  private PCollection<Row> batch() {
    return pipeline
        .apply(
            Create.timestamped(List.of(at(0, "a", 1), at(1_000_000, "a", 2)))
                .withCoder(RowCoder.of(Events.SCHEMA)))
        .setRowSchema(Events.SCHEMA);
  }

  private PCollection<Row> stream(TestStream.Builder<Row> events) {
    return pipeline
        .apply(events.advanceWatermarkToInfinity())
        .setRowSchema(Events.SCHEMA)
        .apply("SetClock", new SetClock(clock));
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
