package io.summerbeam.transforms.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class RouteTest {

  private static final Schema ORDER =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("total", FieldType.INT64)
          .addNullableField("country", FieldType.STRING)
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private static Row order(long id, Long total, String country) {
    return Row.withSchema(ORDER).addValues(id, total, country).build();
  }

  private PCollection<Row> orders(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(ORDER));
  }

  @Test
  public void to_theFirstThatIsTrueDecides_andNullIsNotTrue() {
    PCollectionRowTuple out =
        orders(
                order(1, 2000L, "DE"),
                order(2, 5L, "DE"),
                order(3, 5L, "FR"),
                order(4, null, "DE"),
                order(5, null, null))
            .apply(
                Route.records()
                    .to("big", "total > 1000")
                    .to("domestic", "country == 'DE'")
                    .otherwiseTo("rest"));
    assertThat(out.getAll().keySet(), is(Set.of("big", "domestic", "rest")));
    PAssert.that(out.get("big")).containsInAnyOrder(order(1, 2000L, "DE"));
    PAssert.that(out.get("domestic")).containsInAnyOrder(order(2, 5L, "DE"), order(4, null, "DE"));
    PAssert.that(out.get("rest")).containsInAnyOrder(order(3, 5L, "FR"), order(5, null, null));
    assertThat(out.get("rest").getSchema(), equalTo(ORDER));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Route/records_in"), equalTo(5L));
    assertThat(Counters.of(result, "Route/records_out"), equalTo(5L));
    assertThat(Counters.of(result, "Route/records_routed.domestic"), equalTo(2L));
  }

  @Test
  public void otherwiseDrop_isCounted() {
    PCollectionRowTuple out =
        orders(order(1, 1L, "DE"), order(2, 5L, "DE"))
            .apply(Route.records().to("ones", "total == 1").otherwiseDrop().withStepName("Divide"));
    PAssert.that(out.get("ones")).containsInAnyOrder(order(1, 1L, "DE"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Divide/records_dropped"), equalTo(1L));
  }

  @Test
  public void otherwiseDeadLetter_isUnrouted_andWhatCannotBeComputedTakesNoOtherRoute() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollectionRowTuple out;
    try (dead) {
      out =
          orders(order(1, 1L, "DE"), order(2, 5L, "DE"), order(3, 0L, "FR"))
              .apply(
                  Route.records()
                      .to("most", "10 / total > 5")
                      .to("french", "country == 'FR'")
                      .otherwiseDeadLetter()
                      .withDeadLetters(dead));
    }
    PAssert.that(out.get("most")).containsInAnyOrder(order(1, 1L, "DE"));
    PAssert.that(out.get("french")).empty();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Route", Reason.UNROUTED, "{\"id\":2,\"total\":5,\"country\":\"DE\"}"),
            ExpectedDeadLetter.of(
                "Route", Reason.TRANSFORM_FAILED, "{\"id\":3,\"total\":0,\"country\":\"FR\"}"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Route/records_dead.unrouted"), equalTo(1L));
    assertThat(Counters.of(result, "Route/records_dead.transform_failed"), equalTo(1L));
  }

  @Test
  public void withoutDeadLetters_theFailureIsThrownWithItsPlaceAndWithoutData() {
    Schema with = Provenance.addTo(ORDER);
    pipeline
        .apply(
            Create.of(
                    Row.withSchema(with)
                        .addValues(1L, 2L, "secret", Provenance.ofFile("f", 9, 3L).toBytes())
                        .build())
                .withRowSchema(with))
        .apply(Route.records().to("none", "total > 5").otherwiseDeadLetter());
    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(
        message, containsString("Route: unrouted: no route is for it, at f line 3 (byte 9)."));
    assertThat(message, not(containsString("secret")));
  }

  @Test
  public void records_random_areEachInExactlyOneOutput() {
    List<TimestampedValue<Row>> rows = new ArrayList<>();
    Random random = new Random(11);
    for (long id = 0; id < 2000; id++) {
      Long total = random.nextInt(10) == 0 ? null : (long) random.nextInt(20);
      String country = random.nextInt(10) == 0 ? null : random.nextBoolean() ? "DE" : "FR";
      rows.add(TimestampedValue.of(order(id, total, country), new Instant(id * 1000)));
    }
    TreeMap<String, Long> expected = new TreeMap<>();
    rows.forEach(row -> expected.merge(byHand(row.getValue()), 1L, Long::sum));
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollectionRowTuple out;
    try (dead) {
      out =
          pipeline
              .apply(Create.timestamped(rows).withCoder(RowCoder.of(ORDER)))
              .setRowSchema(ORDER)
              .apply(Window.into(FixedWindows.of(Duration.standardMinutes(10))))
              .apply(
                  Route.records()
                      .to("a", "100 / total > 20")
                      .to("b", "country == 'DE' && total % 2 == 0")
                      .to("c", "total % 3 == 0")
                      .otherwiseDeadLetter()
                      .withDeadLetters(dead));
    }
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(row.getValue().getInt64("id") + " " + byHand(row.getValue())));
    PCollectionList<String> all =
        PCollectionList.of(
            dead.collection()
                .apply(
                    "Letters",
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            letter ->
                                new String(letter.payload(), StandardCharsets.UTF_8)
                                        .replaceAll("\\{\"id\":(\\d+),.*", "$1")
                                    + " "
                                    + letter.reason())));
    for (String name : List.of("a", "b", "c")) {
      all =
          all.and(
              out.get(name)
                  .apply(
                      "Lines of " + name,
                      MapElements.into(TypeDescriptors.strings())
                          .via(row -> row.getInt64("id") + " " + name))
                  .apply("Global " + name, Window.into(new GlobalWindows())));
    }
    PAssert.that(all.apply(Flatten.pCollections())).containsInAnyOrder(lines);
    assertThat("each way is taken", expected.size(), is(5));
    pipeline.run().waitUntilFinish();
  }

  private static String byHand(Row row) {
    Long total = row.getInt64("total");
    String country = row.getString("country");
    if (total == null) {
      return "unrouted";
    }
    if (total == 0) {
      return "transform_failed";
    }
    if (100 / total > 20) {
      return "a";
    }
    return "DE".equals(country) && total % 2 == 0 ? "b" : total % 3 == 0 ? "c" : "unrouted";
  }

  @Test
  public void windowsAndTimestamps_stay() {
    Instant time = Instant.parse("2001-01-01T00:30:00Z");
    PCollectionRowTuple out =
        pipeline
            .apply(
                Create.timestamped(TimestampedValue.of(order(1, 1L, null), time))
                    .withCoder(RowCoder.of(ORDER)))
            .setRowSchema(ORDER)
            .apply(Window.into(FixedWindows.of(Duration.standardHours(1))))
            .apply(Route.records().to("all", "id > 0").otherwiseDrop());
    PAssert.that(out.get("all"))
        .inWindow(
            new IntervalWindow(Instant.parse("2001-01-01T00:00:00Z"), Duration.standardHours(1)))
        .containsInAnyOrder(order(1, 1L, null));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void settings_thatDoNotFit_areRefused() {
    PCollection<Row> input = orders(order(1, 1L, "DE"));
    assertThat(
        refused(input, Route.records().otherwiseDrop()),
        is("Route: say where records go: to(\"big\", \"total > 1000\")."));
    assertThat(
        refused(input, Route.records().to("big", "total > 1")),
        is(
            "Route: say what becomes of records that no condition is true for: otherwiseTo(),"
                + " otherwiseDrop() or otherwiseDeadLetter()."));
    assertThat(
        refused(input, Route.records().to("big", "totl > 1").otherwiseDrop()),
        containsString("Route.to(big)"));
    assertThat(
        refused(() -> Route.records().to("big", "a > 1").to("big", "b")),
        is("to() must be given a name of its own, but 'big' is there already."));
    assertThat(
        refused(() -> Route.records().to("1", "a")),
        is(
            "to() must be given a name of letters, digits, '_' and '-' that starts with a letter,"
                + " but was: '1'"));
    assertThat(
        refused(() -> Route.records().otherwiseDrop().otherwiseTo("x")),
        containsString("must be said once"));
    assertThat(refused(() -> Route.records().to("a", "1 +")), containsString("Route.to(a)"));
    assertThat(
        refused(() -> Route.records().withStepName("")), is("withStepName() must not be empty."));
  }

  @Test
  public void displayData_hasTheConditions() {
    DisplayData data = DisplayData.from(Route.records().to("big", "total > 1").otherwiseTo("rest"));
    assertThat(
        data.items().stream().map(each -> each.getKey() + "=" + each.getValue()).toList(),
        hasItems("to.big=total > 1", "otherwise=ROUTE", "otherwiseTo=rest"));
  }

  private static String refused(PCollection<Row> input, Route route) {
    return refused(() -> input.apply(route));
  }

  private static String refused(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
