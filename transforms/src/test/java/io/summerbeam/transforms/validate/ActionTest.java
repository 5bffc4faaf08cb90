package io.summerbeam.transforms.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.Counters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

/** What becomes of records that break expectations. */
public class ActionTest {

  private static final Schema NUMBER = Schema.builder().addInt64Field("n").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void warn_violation_goesOnAndIsCounted() {
    PCollection<Row> out =
        numbers(1, -1).apply(Validate.records().expect("positive", "n > 0", Action.WARN));

    PAssert.that(out).containsInAnyOrder(row(1), row(-1));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/expectation_passed.positive"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/expectation_failed.positive"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/records_out"), equalTo(2L));
  }

  @Test
  public void drop_violation_isDroppedAndCounted() {
    PCollection<Row> out =
        numbers(1, -1).apply(Validate.records().expect("positive", "n > 0", Action.DROP));

    PAssert.that(out).containsInAnyOrder(row(1));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/expectation_failed.positive"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/records_dropped"), equalTo(1L));
  }

  @Test
  public void fail_violation_isThrownAlthoughThereAreDeadLetters() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      numbers(1, -77)
          .apply(
              Validate.records()
                  .expect("positive", "n > 0", Action.FAIL)
                  .expect("small", "n < 5")
                  .withDeadLetters(dead));
    }

    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(
        message,
        containsString(
            "Validate: expectation_failed: expectations failed: positive. It ends the pipeline"));
    assertThat(message.contains("77"), equalTo(false));
  }

  @Test
  public void fail_besideAWarningThatThrows_isThrownAllTheSame() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      numbers(0)
          .apply(
              Validate.records()
                  .expect("positive", "n > 0", Action.FAIL)
                  .expect(throwing("inverse", Action.WARN))
                  .withDeadLetters(dead));
    }

    assertThat(
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString(
            "Validate: expectation_failed: expectations failed: positive, inverse (threw"
                + " ArithmeticException). It ends the pipeline"));
  }

  @Test
  public void fail_thatThrows_endsThePipeline() {
    numbers(0).apply(Validate.records().expect(throwing("inverse", Action.FAIL)));

    assertThat(
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString("expectations failed: inverse (threw ArithmeticException). It ends"));
  }

  @Test
  public void throwing_meetsItsOwnAction() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      PCollection<Row> numbers = numbers(0, 1);
      out =
          numbers.apply(
              "Warn", Validate.records().expect(throwing("w", Action.WARN)).withStepName("Warn"));
      PCollection<Row> kept =
          numbers.apply(
              "Drop", Validate.records().expect(throwing("d", Action.DROP)).withStepName("Drop"));
      PAssert.that(kept).containsInAnyOrder(row(1));
      PCollection<Row> good =
          numbers.apply(
              "Dead",
              Validate.records()
                  .expect(throwing("x", Action.DEAD_LETTER))
                  .expect("small", "n > 0", Action.WARN)
                  .withStepName("Dead")
                  .withDeadLetters(dead));
      PAssert.that(good).containsInAnyOrder(row(1));
    }

    PAssert.that(out).containsInAnyOrder(row(0), row(1));
    PAssert.that(
            dead.collection()
                .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message)))
        .satisfies(
            messages -> {
              for (String message : messages) {
                assertThat(
                    message,
                    containsString("expectations failed: x (threw ArithmeticException), small"));
              }
              return null;
            });
    PipelineResult result = run();
    assertThat(Counters.of(result, "Warn/expectation_failed.w"), equalTo(1L));
    assertThat(Counters.of(result, "Drop/records_dropped"), equalTo(1L));
    assertThat(Counters.of(result, "Dead/records_dead.expectation_failed"), equalTo(1L));
  }

  private static Expectation throwing(String name, Action action) {
    return Expectation.that("n", Long.class, n -> 1 / n > 0).withName(name).onFailure(action);
  }

  @Test
  public void several_theSeverestWinsAndAllAreNamed() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          numbers(1, 11, 101, 1001)
              .apply(
                  Validate.records()
                      .expect("below_1000", "n < 1000")
                      .expect("below_10", "n < 10", Action.WARN)
                      .expect("below_100", "n < 100", Action.DROP)
                      .withDeadLetters(dead));
    }

    // 11 warns; 101 warns and is dropped; 1001 breaks all three and is one dead letter.
    PAssert.that(out).containsInAnyOrder(row(1), row(11));
    PAssert.that(
            dead.collection()
                .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::message)))
        .containsInAnyOrder("expectations failed: below_1000, below_10, below_100");
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/expectation_failed.below_10"), equalTo(3L));
    assertThat(Counters.of(result, "Validate/expectation_failed.below_100"), equalTo(2L));
    assertThat(Counters.of(result, "Validate/expectation_failed.below_1000"), equalTo(1L));
    assertThat(Counters.of(result, "Validate/records_dropped"), equalTo(1L));
  }

  @Test
  public void actions_standInTheOrderOfTheirSeverity() {
    assertThat(
        Arrays.asList(Action.values()),
        contains(Action.WARN, Action.DROP, Action.DEAD_LETTER, Action.FAIL));
  }

  @Test
  public void manyRecords_eachIsOutOrDroppedOrDead() {
    List<Row> rows = new ArrayList<>();
    for (long n = 0; n < 2520; n++) {
      rows.add(row(n));
    }
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          pipeline
              .apply(Create.of(rows).withRowSchema(NUMBER))
              .apply(
                  Validate.records()
                      .expect("not_by_3", "n % 3 != 0", Action.WARN)
                      .expect("not_by_5", "n % 5 != 0", Action.DROP)
                      .expect("not_by_7", "n % 7 != 0")
                      .expect("not_by_9", "n", Long.class, n -> n % 9 != 0 || 1 / (n % 2) > 0)
                      .withDeadLetters(dead));
    }

    // 1 / 0 for every 18th; of the others, 7 kills and 5 drops.
    long thrown = count(n -> n % 18 == 0);
    long dead7 = count(n -> n % 18 != 0 && n % 7 == 0);
    long dropped5 = count(n -> n % 18 != 0 && n % 7 != 0 && n % 5 == 0);
    PAssert.thatSingleton(out.apply("Out", Count.globally()))
        .isEqualTo(2520 - thrown - dead7 - dropped5);
    PAssert.thatSingleton(dead.collection().apply("Dead", Count.globally()))
        .isEqualTo(thrown + dead7);
    PipelineResult result = run();
    assertThat(Counters.of(result, "Validate/records_in"), equalTo(2520L));
    assertThat(Counters.of(result, "Validate/records_dropped"), equalTo(dropped5));
    assertThat(
        Counters.of(result, "Validate/records_out"), equalTo(2520 - thrown - dead7 - dropped5));
    assertThat(
        Counters.of(result, "Validate/records_dead.expectation_failed"), equalTo(thrown + dead7));
    assertThat(Counters.of(result, "Validate/expectation_failed.not_by_9"), equalTo(thrown));
    assertThat(
        Counters.of(result, "Validate/expectation_failed.not_by_3"),
        equalTo(count(n -> n % 3 == 0)));
    assertThat(
        Counters.of(result, "Validate/expectation_passed.not_by_3"),
        equalTo(count(n -> n % 3 != 0)));
  }

  private interface Condition {
    boolean holds(long n);
  }

  private static long count(Condition condition) {
    long count = 0;
    for (long n = 0; n < 2520; n++) {
      count += condition.holds(n) ? 1 : 0;
    }
    return count;
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private PCollection<Row> numbers(long... numbers) {
    return pipeline.apply(
        Create.of(Arrays.stream(numbers).mapToObj(ActionTest::row).toList()).withRowSchema(NUMBER));
  }

  private static Row row(long n) {
    return Row.withSchema(NUMBER).addValue(n).build();
  }
}
