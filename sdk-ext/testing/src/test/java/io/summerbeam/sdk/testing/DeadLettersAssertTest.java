package io.summerbeam.sdk.testing;

import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Failure;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.step.RowFunction;
import io.summerbeam.sdk.step.RowStep;
import io.summerbeam.sdk.step.Steps;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

public class DeadLettersAssertTest {

  private static final Schema SCHEMA = Schema.builder().addInt64Field("n").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void containsInAnyOrder_theDeadLetters_passes() {
    DeadLettersAssert.that(oneDeadLetter())
        .containsInAnyOrder(ExpectedDeadLetter.of("Refuse", Reason.MALFORMED, "{\"n\":1}"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void containsInAnyOrder_anotherPayload_fails() {
    DeadLettersAssert.that(oneDeadLetter())
        .containsInAnyOrder(ExpectedDeadLetter.of("Refuse", Reason.MALFORMED, "{\"n\":2}"));
    assertThrows(AssertionError.class, () -> pipeline.run().waitUntilFinish());
  }

  @Test
  public void that_calledTwice_assertsBoth() {
    DeadLetters dead = oneDeadLetter();
    ExpectedDeadLetter expected = ExpectedDeadLetter.of("Refuse", Reason.MALFORMED, "{\"n\":1}");
    DeadLettersAssert.that(dead).containsInAnyOrder(expected);
    DeadLettersAssert.that(dead).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void empty_oneDeadLetter_fails() {
    DeadLettersAssert.that(oneDeadLetter()).empty();
    assertThrows(AssertionError.class, () -> pipeline.run().waitUntilFinish());
  }

  private DeadLetters oneDeadLetter() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline
          .apply(Create.of(Row.withSchema(SCHEMA).addValue(1L).build()).withRowSchema(SCHEMA))
          .apply(Steps.of(new Refuse()).withDeadLetters(dead));
    }
    return dead;
  }

  private static final class Refuse implements RowStep {
    @Override
    public String stepName() {
      return "Refuse";
    }

    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public RowFunction open(Schema input) {
      return (row, context) -> {
        context.fail(Failure.of(Reason.MALFORMED, "refused"));
        return null;
      };
    }
  }
}
