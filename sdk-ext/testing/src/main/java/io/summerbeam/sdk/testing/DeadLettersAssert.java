package io.summerbeam.sdk.testing;

import io.summerbeam.sdk.failure.DeadLetters;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * {@link PAssert} for dead letters. Called after the handler was closed and before the pipeline
 * runs:
 *
 * <pre>{@code
 * DeadLettersAssert.that(dead)
 *     .containsInAnyOrder(
 *         ExpectedDeadLetter.of("Validate", Reason.EXPECTATION_FAILED, "{\"distance\":-1}"));
 * }</pre>
 */
public final class DeadLettersAssert {

  // As in PAssert: each assertion is a part of the pipeline with a name of its own.
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final PCollection<ExpectedDeadLetter> letters;

  private DeadLettersAssert(PCollection<ExpectedDeadLetter> letters) {
    this.letters = letters;
  }

  /** Of all dead letters of this handler. */
  public static DeadLettersAssert that(DeadLetters dead) {
    return new DeadLettersAssert(
        dead.collection()
            .apply(
                "DescribeDeadLetters" + COUNT.incrementAndGet(),
                MapElements.into(TypeDescriptor.of(ExpectedDeadLetter.class))
                    .via(ExpectedDeadLetter::describe))
            .setCoder(SerializableCoder.of(ExpectedDeadLetter.class)));
  }

  /** There are these and no others. */
  public void containsInAnyOrder(ExpectedDeadLetter... expected) {
    if (expected.length == 0) {
      PAssert.that(letters).empty();
    } else {
      PAssert.that(letters).containsInAnyOrder(expected);
    }
  }

  /** There are none. */
  public void empty() {
    PAssert.that(letters).empty();
  }
}
