package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** Where the records go: in = out + dropped + dead letters, in the data and in the counters. */
public class EnrichCountsTest {

  private static final Schema RECORD = Schema.builder().addStringField("key").build();
  private static final Schema TABLE =
      Schema.builder().addStringField("key").addStringField("name").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void fail_everyRecordIsOutOrDead() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out = records().apply(enrich().withStepName("Names").withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), "a", "Anna"));
    DeadLettersAssert.that(dead).containsInAnyOrder(missed("b"), missed("c"));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Names/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Names/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Names/records_dead.lookup_miss"), equalTo(2L));
    assertThat(Counters.of(result, "Names/records_dropped"), equalTo(0L));
  }

  @Test
  public void drop_everyRecordIsOutOrDropped() {
    PCollection<Row> out = records().apply(enrich().withOnMiss(OnMiss.DROP));

    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), "a", "Anna"));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/records_dropped"), equalTo(2L));
  }

  @Test
  public void keep_everyRecordIsOut() {
    PCollection<Row> out = records().apply(enrich().withOnMiss(OnMiss.KEEP));

    PAssert.that(out)
        .containsInAnyOrder(
            row(out.getSchema(), "a", "Anna"),
            row(out.getSchema(), "b", null),
            row(out.getSchema(), "c", null));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/records_out"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/lookup_misses"), equalTo(2L));
    assertThat(Counters.of(result, "Enrich/records_dropped"), equalTo(0L));
  }

  @Test
  public void withDeadLetters_whereAMissIsNoFailure_isRefused() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> records = records();
    EnrichFromTable enrich = enrich().withDeadLetters(dead);
    for (OnMiss onMiss : List.of(OnMiss.DROP, OnMiss.KEEP)) {
      assertThat(
          message(() -> records.apply(onMiss.name(), enrich.withOnMiss(onMiss))),
          equalTo(
              "Enrich.fromTable(): a miss must be a failure to be a dead letter, but withOnMiss()"
                  + " is "
                  + onMiss
                  + ". Leave out withOnMiss(), or withDeadLetters()."));
    }
    dead.close();
  }

  @Test
  public void noSchema_isRefused() {
    PCollection<Row> records = records();
    PCollection<Row> bare =
        pipeline.apply(
            "Bare", Create.of(row(RECORD, "a")).withCoder(SerializableCoder.of(Row.class)));
    EnrichFromTable enrich = enrich();
    assertThat(
        message(() -> bare.apply("To a bare input", enrich)),
        containsString("Enrich.fromTable(): the input has no schema. Set it with setRowSchema()"));
    assertThat(
        message(() -> records.apply(Enrich.fromTable(bare).on("key").take("name"))),
        containsString("Enrich.fromTable(): the table has no schema. Set it with setRowSchema()"));
  }

  @Test
  public void withStepName_empty_isRefused() {
    EnrichFromTable enrich = enrich();
    assertThat(
        message(() -> enrich.withStepName("")), equalTo("withStepName() must not be empty."));
  }

  private EnrichFromTable enrich() {
    return Enrich.fromTable(
            pipeline.apply("Table", Create.of(row(TABLE, "a", "Anna")).withRowSchema(TABLE)))
        .on("key")
        .take("name");
  }

  private PCollection<Row> records() {
    return pipeline.apply(
        "Records",
        Create.of(row(RECORD, "a"), row(RECORD, "b"), row(RECORD, "c")).withRowSchema(RECORD));
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static ExpectedDeadLetter missed(String key) {
    return ExpectedDeadLetter.of("Names", Reason.LOOKUP_MISS, "{\"key\":\"" + key + "\"}");
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(java.util.Arrays.asList(values)).build();
  }

  private static String message(org.junit.function.ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
