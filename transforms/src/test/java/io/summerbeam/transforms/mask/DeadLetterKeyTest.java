package io.summerbeam.transforms.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
import java.util.function.BiFunction;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** The key of dead letters is read when a worker starts, though no record is bad. */
public class DeadLetterKeyTest {

  private static final Schema SCHEMA = Schema.builder().addStringField("name").build();
  private static final Schema TABLE =
      Schema.builder().addStringField("name").addStringField("city").build();

  @Test
  public void missingKey_rowLevelStep_fails() {
    assertFails((in, dead) -> Mask.fields(MaskRules.redact("name")).withDeadLetters(dead));
  }

  @Test
  public void missingKey_expectationAcrossRecords_fails() {
    assertFails(
        (in, dead) ->
            Validate.records()
                .expect(Expectation.unique("name").withName("once"))
                .withDeadLetters(dead));
  }

  @Test
  public void missingKey_enrichFromTable_fails() {
    assertFails(
        (in, dead) ->
            Enrich.fromTable(
                    in.getPipeline()
                        .apply("Table", Create.of(row(TABLE, "a", "b")).withRowSchema(TABLE)))
                .on("name")
                .take("city")
                .withDeadLetters(dead));
  }

  private static void assertFails(
      BiFunction<PCollection<Row>, DeadLetters, PTransform<PCollection<Row>, PCollection<Row>>>
          step) {
    Pipeline pipeline = Pipeline.create();
    DeadLetters dead =
        DeadLetters.in(pipeline)
            .withPayloadPolicy(PayloadPolicies.encrypt(KeysetSource.of("env:NO_SUCH_KEYSET")))
            .collect();
    try (dead) {
      PCollection<Row> in = pipeline.apply(Create.of(row(SCHEMA, "a")).withRowSchema(SCHEMA));
      in.apply("Step", step.apply(in, dead));
    }
    Exception thrown = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());
    assertThat(
        thrown.toString() + thrown.getCause(),
        containsString("env:NO_SUCH_KEYSET: the environment variable is not set."));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }
}
