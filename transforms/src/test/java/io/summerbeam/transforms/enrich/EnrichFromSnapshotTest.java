package io.summerbeam.transforms.enrich;

import static io.summerbeam.transforms.enrich.ScriptedLoader.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.SnapshotLoader;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.validate.Validate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class EnrichFromSnapshotTest {

  private static final Duration REFRESH = Duration.ofHours(1);
  private static final Schema ORDER =
      Schema.builder().addNullableField("product", FieldType.STRING).addInt64Field("n").build();
  private static final Schema NAMED =
      Schema.builder()
          .addFields(ORDER.getFields())
          .addStringField("product_name")
          .addNullableField("price", FieldType.INT64)
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private final ScriptedLoader loader =
      ScriptedLoader.ofRows(row("a", "Apple", 3L), row("b", "Bread", null));

  @Test
  public void keyInTable_fieldsAreAppended() {
    PCollection<Row> out = orders(order("a", 1), order("b", 2), order("a", 3)).apply(enrich());

    assertThat(out.getSchema(), equalTo(NAMED));
    PAssert.that(out)
        .containsInAnyOrder(
            of(NAMED, "a", 1L, "Apple", 3L),
            of(NAMED, "b", 2L, "Bread", null),
            of(NAMED, "a", 3L, "Apple", 3L));
    PipelineResult result = run();
    assertThat(loader.loads(), equalTo(1));
    assertThat(Counters.of(result, "Enrich/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/records_out"), equalTo(3L));
    assertThat(Counters.of(result, "Enrich/snapshot_refreshes"), equalTo(1L));
    assertThat(Counters.of(result, "Enrich/snapshot_failures"), equalTo(0L));
  }

  @Test
  public void twoStepsOfOneTable_loadItOnce() {
    PCollection<Row> one = orders(order("a", 1)).apply("One", enrich());
    PCollection<Row> other =
        pipeline
            .apply("Others", Create.of(order("b", 2)).withRowSchema(ORDER))
            .apply("Other", enrich());

    PAssert.that(one).containsInAnyOrder(of(NAMED, "a", 1L, "Apple", 3L));
    PAssert.that(other).containsInAnyOrder(of(NAMED, "b", 2L, "Bread", null));
    run();
    assertThat(loader.loads(), equalTo(1));
  }

  @Test
  public void miss_withDeadLetters_isOneLookupMiss() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          orders(order("a", 1), order("z", 2), order(null, 3))
              .apply(enrich().withStepName("Products").withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(of(NAMED, "a", 1L, "Apple", 3L));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            missed("{\"product\":\"z\",\"n\":2}"), missed("{\"product\":null,\"n\":3}"));
    PipelineResult result = run();
    assertThat(Counters.of(result, "Products/records_in"), equalTo(3L));
    assertThat(Counters.of(result, "Products/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Products/records_dead.lookup_miss"), equalTo(2L));
  }

  @Test
  public void miss_withoutDeadLetters_isThrownWithoutTheKey() {
    orders(order("S3CRET", 1)).apply(enrich());

    assertThat(
        assertThrows(PipelineExecutionException.class, this::run).getMessage(),
        allOf(
            containsString("lookup_miss: the key (product) is not in the table"),
            not(containsString("S3CRET"))));
  }

  @Test
  public void onMissKeep_fieldsAreNullAndNullable() {
    PCollection<Row> out = orders(order("z", 1)).apply(enrich().withOnMiss(OnMiss.KEEP));

    assertThat(out.getSchema().getField("product_name").getType().getNullable(), equalTo(true));
    PAssert.that(out).containsInAnyOrder(of(out.getSchema(), "z", 1L, null, null));
    assertThat(Counters.of(run(), "Enrich/lookup_misses"), equalTo(1L));
  }

  @Test
  public void onMissDrop_recordIsGone() {
    PCollection<Row> out =
        orders(order("z", 1), order("a", 2)).apply(enrich().withOnMiss(OnMiss.DROP));

    PAssert.that(out).containsInAnyOrder(of(NAMED, "a", 2L, "Apple", 3L));
    assertThat(Counters.of(run(), "Enrich/records_dropped"), equalTo(1L));
  }

  @Test
  public void emptyTable_everyRecordMisses() {
    loader.then(ScriptedLoader.each());
    PCollection<Row> out = orders(order("a", 1)).apply(enrich().withOnMiss(OnMiss.KEEP));

    PAssert.that(out).containsInAnyOrder(of(out.getSchema(), "a", 1L, null, null));
    run();
  }

  @Test
  public void firstLoadFails_isThrownAlsoWithDeadLetters() {
    loader.then(
        rows -> {
          throw LookupException.permanent("there is no table 'products'", null);
        });
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      orders(order("a", 1)).apply(enrich().withDeadLetters(dead));
    }

    assertThat(
        assertThrows(PipelineExecutionException.class, this::run).getMessage(),
        containsString(
            "Enrich: lookup_failed: Enrich.fromSnapshot(): there is no snapshot of ScriptedLoader:"
                + " the first load failed: there is no table 'products'"));
  }

  @Test
  public void onExpression_computedKeyIsLookedUp() {
    loader.then(ScriptedLoader.each(row("7", "Seven", 1L), row("8", "Eight", 2L)));
    PCollection<Row> out =
        orders(order("x", 7))
            .apply(
                Enrich.fromSnapshot(loader, REFRESH).onExpression("string(n)", "id").take("name"));

    PAssert.that(out).containsInAnyOrder(of(out.getSchema(), "x", 7L, "Seven"));
    run();
  }

  @Test
  public void takeAs_fieldsAreOneRow() {
    PCollection<Row> out =
        orders(order("a", 1))
            .apply(
                Enrich.fromSnapshot(loader, REFRESH)
                    .on("product", "id")
                    .takeAs("known", "price", "name"));

    Schema known = out.getSchema().getField("known").getType().getRowSchema();
    assertThat(known.getFieldNames(), equalTo(Arrays.asList("price", "name")));
    PAssert.that(out).containsInAnyOrder(of(out.getSchema(), "a", 1L, of(known, 3L, "Apple")));
    run();
  }

  @Test
  public void inSteps_runsWithOthersInOneDoFn() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          orders(order("a", 1), order("a", -1), order("z", 1))
              .apply(
                  Steps.of(Validate.records().expect("counted", "n > 0"), enrich())
                      .withDeadLetters(dead));
    }

    PAssert.that(out).containsInAnyOrder(of(NAMED, "a", 1L, "Apple", 3L));
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Validate", Reason.EXPECTATION_FAILED, "{\"product\":\"a\",\"n\":-1}"),
            ExpectedDeadLetter.of("Enrich", Reason.LOOKUP_MISS, "{\"product\":\"z\",\"n\":1}"));
    run();
  }

  @Test
  public void windowedStream_keepsWindowsAndTimestamps() {
    IntervalWindow window =
        new IntervalWindow(Instant.ofEpochMilli(0), org.joda.time.Duration.standardMinutes(1));
    PCollection<Row> out =
        pipeline
            .apply(
                TestStream.create(ORDER)
                    .addElements(TimestampedValue.of(order("a", 1), Instant.ofEpochMilli(1)))
                    .advanceWatermarkToInfinity())
            .setRowSchema(ORDER)
            .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
            .apply(enrich());

    PAssert.that(out).inWindow(window).containsInAnyOrder(of(NAMED, "a", 1L, "Apple", 3L));
    run();
  }

  @Test
  public void fromSnapshot_loaderThatDoesNotEqualItsCopy_isRefused() {
    assertThat(
        message(() -> Enrich.fromSnapshot(new LoaderWithoutEquals(), REFRESH)),
        equalTo(
            "Enrich.fromSnapshot(): a loader must equal its serialized copy, so that a worker loads"
                + " the table once, but that of "
                + LoaderWithoutEquals.class.getName()
                + " does not. Define equals() and hashCode() by its settings, or make it a"
                + " record."));
  }

  @Test
  public void fromSnapshot_refreshEveryNotPositiveOrTooLong_isRefused() {
    for (Duration bad :
        Arrays.asList(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(36_501))) {
      assertThat(
          message(() -> Enrich.fromSnapshot(loader, bad)),
          equalTo(
              "Enrich.fromSnapshot(): refreshEvery must be positive and at most PT876000H, but was: "
                  + bad));
    }
  }

  @Test
  public void withMaxStaleness_notLongerThanRefreshEvery_isRefused() {
    EnrichFromSnapshot enrich = enrich();
    assertThat(
        message(() -> enrich.withMaxStaleness(REFRESH)),
        equalTo(
            "withMaxStaleness() must be longer than refreshEvery, PT1H, but was: PT1H. A copy is as"
                + " old as that before it is made anew."));
    assertThat(
        message(() -> enrich.withMaxStaleness(Duration.ZERO)),
        containsString("withMaxStaleness() must be positive"));
  }

  @Test
  public void withOnStale_withoutMaxStaleness_isRefused() {
    PCollection<Row> orders = orders(order("a", 1));
    EnrichFromSnapshot enrich = enrich().withOnStale(OnStale.STOP);
    assertThat(
        message(() -> orders.apply(enrich)),
        equalTo(
            "Enrich.fromSnapshot(): withOnStale() must come with withMaxStaleness(): without, no"
                + " copy is too old."));
  }

  @Test
  public void withLoadTimeout_notPositive_isRefused() {
    EnrichFromSnapshot enrich = enrich();
    assertThat(
        message(() -> enrich.withLoadTimeout(Duration.ZERO)),
        equalTo("withLoadTimeout() must be positive and at most PT876000H, but was: PT0S"));
  }

  @Test
  public void withKeepFor_negative_isRefused() {
    EnrichFromSnapshot enrich = enrich();
    assertThat(
        message(() -> enrich.withKeepFor(Duration.ofSeconds(-1))),
        equalTo("withKeepFor() must be zero, or positive and at most PT876000H, but was: PT-1S"));
  }

  @Test
  public void withStepName_empty_isRefused() {
    EnrichFromSnapshot enrich = enrich();
    assertThat(
        message(() -> enrich.withStepName("")), equalTo("withStepName() must not be empty."));
  }

  @Test
  public void withDeadLetters_whereNothingFails_isRefused() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> orders = orders(order("a", 1));
    EnrichFromSnapshot keep = enrich().withOnMiss(OnMiss.KEEP).withDeadLetters(dead);
    assertThat(
        message(() -> orders.apply("Keep", keep)),
        equalTo(
            "Enrich.fromSnapshot(): a miss must be a failure to be a dead letter, but withOnMiss()"
                + " is KEEP, and no copy is too old. Leave out withOnMiss(), or"
                + " withDeadLetters()."));
    EnrichFromSnapshot stale = keep.withMaxStaleness(Duration.ofHours(2));
    assertThat(
        message(() -> orders.apply("Stop", stale.withOnStale(OnStale.STOP))),
        containsString("and no copy is too old"));
    // A copy that is too old makes dead letters.
    orders.apply("Stale", stale);
    dead.close();
  }

  @Test
  public void nothingToLookUpOrUnknownField_isRefused() {
    PCollection<Row> orders = orders(order("a", 1));
    assertThat(
        message(() -> orders.apply("Nothing", Enrich.fromSnapshot(loader, REFRESH))),
        containsString("Enrich.fromSnapshot(): say what to look up and what to take"));
    assertThat(
        message(
            () ->
                orders.apply(
                    "Unknown",
                    Enrich.fromSnapshot(loader, REFRESH).on("product", "id").take("nome"))),
        containsString("Enrich.take(): there is no field 'nome'"));
  }

  @Test
  public void displayData_saysWhatAndHowOften() {
    Map<String, Object> shown = new TreeMap<>();
    DisplayData.from(enrich().withMaxStaleness(Duration.ofHours(2)).withOnStale(OnStale.STOP))
        .items()
        .forEach(item -> shown.put(item.getKey(), item.getValue()));
    assertThat(
        shown,
        equalTo(
            Map.of(
                "on", "product = table.id",
                "take", "product_name = table.name, price = table.price",
                "onMiss", "FAIL",
                "loader", ScriptedLoader.class.getName(),
                "refreshEvery", "PT1H",
                "maxStaleness", "PT2H",
                "onStale", "STOP")));
  }

  /** As somebody writes one who forgets. */
  private static final class LoaderWithoutEquals implements SnapshotLoader {
    private static final long serialVersionUID = 1;

    @Override
    public Schema schema() {
      return ScriptedLoader.TABLE;
    }

    @Override
    public void load(Consumer<Row> rows) {}
  }

  private EnrichFromSnapshot enrich() {
    return Enrich.fromSnapshot(loader, REFRESH)
        .on("product", "id")
        .take("name", "product_name")
        .take("price");
  }

  private PCollection<Row> orders(Row... orders) {
    return pipeline.apply("Orders", Create.of(Arrays.asList(orders)).withRowSchema(ORDER));
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static ExpectedDeadLetter missed(String payload) {
    return ExpectedDeadLetter.of("Products", Reason.LOOKUP_MISS, payload);
  }

  private static Row order(String product, long n) {
    return of(ORDER, product, n);
  }

  private static Row of(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(Arrays.asList(values)).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
