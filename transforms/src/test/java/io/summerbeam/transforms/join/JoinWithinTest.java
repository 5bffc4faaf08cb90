package io.summerbeam.transforms.join;

import static io.summerbeam.transforms.join.JoinEvents.at;
import static io.summerbeam.transforms.join.JoinEvents.left;
import static io.summerbeam.transforms.join.JoinEvents.right;
import static io.summerbeam.transforms.join.JoinEvents.stream;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.join.JoinEvents.DescribeFn;
import io.summerbeam.transforms.join.JoinEvents.Sides;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** Which records are pairs, and what becomes of the others. */
public class JoinWithinTest {

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void inner_pairsAreThoseWithinTheDistance_bothEndsIncluded() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 1), left(500, "b", 2))
                    .addElements(
                        right(94, "a", 0),
                        right(95, "a", 1),
                        right(100, "a", 2),
                        right(110, "a", 3),
                        right(111, "a", 4),
                        right(100, "b", 5))
                    .advanceWatermarkToInfinity(),
                join -> join))
        .containsInAnyOrder("1+1@100", "1+2@100", "1+3@110");
    PipelineResult result = run();
    assertThat(Counters.of(result, "JoinWithin/records_in"), equalTo(8L));
    assertThat(Counters.of(result, "JoinWithin/records_out"), equalTo(3L));
    assertThat(Counters.of(result, "JoinWithin/records_matched"), equalTo(4L));
    assertThat(Counters.of(result, "JoinWithin/records_unmatched"), equalTo(0L));
    assertThat(Counters.of(result, "JoinWithin/records_dropped"), equalTo(4L));
  }

  @Test
  public void inner_manyToMany_eachPairOnce_howeverTheyCome() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(10, "a", 1), right(12, "a", 1))
                    .advanceWatermarkTo(at(11))
                    .addElements(right(11, "a", 2))
                    .advanceWatermarkTo(at(13))
                    .addElements(left(13, "a", 2))
                    .advanceWatermarkToInfinity(),
                join -> join))
        .containsInAnyOrder("1+1@12", "1+2@11", "2+1@13", "2+2@13");
    run();
  }

  @Test
  public void left_recordWithoutPartner_leavesWithItsOwnTime() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 1), left(200, "a", 2), right(300, "a", 9))
                    .addElements(right(104, "a", 1))
                    .advanceWatermarkToInfinity(),
                JoinWithin::left))
        .containsInAnyOrder("1+1@104", "2+null@200");
    PipelineResult result = run();
    assertThat(Counters.of(result, "JoinWithin/records_in"), equalTo(4L));
    assertThat(Counters.of(result, "JoinWithin/records_matched"), equalTo(2L));
    assertThat(Counters.of(result, "JoinWithin/records_unmatched"), equalTo(1L));
    assertThat(Counters.of(result, "JoinWithin/records_dropped"), equalTo(1L));
  }

  @Test
  public void full_recordsOfBothSidesWithoutPartner_comeOut() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 1), left(200, "b", 2), right(300, "a", 9))
                    .addElements(right(104, "a", 1))
                    .advanceWatermarkToInfinity(),
                JoinWithin::full))
        .containsInAnyOrder("1+1@104", "2+null@200", "null+9@300");
    run();
  }

  @Test
  public void unmatched_leaveWhenNoPartnerCanCome_notBefore() {
    Sides sides =
        JoinEvents.in(
            pipeline,
            stream()
                .addElements(left(0, "a", 1), left(1, "b", 2))
                // A partner of the first may still come, one of second 10.
                .advanceWatermarkTo(at(10))
                .addElements(right(10, "a", 1))
                .advanceWatermarkTo(at(12))
                // Too late: the second has left.
                .addElements(right(11, "b", 2))
                .advanceWatermarkToInfinity());
    PAssert.that(sides.left().apply(join(sides).full()).apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("1+1@10", "2+null@1", "null+2@11");
    run();
  }

  @Test
  public void withAllowedLateness_latePartnersAreFound() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(0, "a", 1), left(1, "b", 2))
                    .advanceWatermarkTo(at(40))
                    .addElements(right(10, "a", 1))
                    .advanceWatermarkToInfinity(),
                join -> join.left().withAllowedLateness(Duration.ofSeconds(30))))
        .containsInAnyOrder("1+1@10", "2+null@1");
    run();
  }

  @Test
  public void withAllowedLateness_default_isTheLongerOfTheInputs() {
    Sides sides =
        JoinEvents.in(
            pipeline,
            stream()
                .addElements(left(0, "a", 1))
                .advanceWatermarkTo(at(40))
                .addElements(right(10, "a", 1))
                .advanceWatermarkToInfinity());
    PCollection<Row> right =
        sides
            .right()
            .apply(
                Window.<Row>configure()
                    .withAllowedLateness(org.joda.time.Duration.standardSeconds(30))
                    .discardingFiredPanes());
    PAssert.that(
            sides
                .left()
                .apply(
                    JoinWithin.with(right)
                        .on("order_id", "id")
                        .within(Duration.ofSeconds(5), Duration.ofSeconds(10))
                        .left())
                .apply(ParDo.of(new DescribeFn())))
        .containsInAnyOrder("1+1@10");
    run();
  }

  @Test
  public void lateRecord_thatHasNoPartnerLeft_leavesAtOnce() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 1))
                    .advanceWatermarkTo(at(1000))
                    .addElements(right(100, "a", 1), left(5, "c", 3))
                    .advanceWatermarkToInfinity(),
                JoinWithin::full))
        .containsInAnyOrder("1+null@100", "null+1@100", "3+null@5");
    run();
  }

  @Test
  public void nullKeys_matchNothing() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, null, 1), right(100, null, 2))
                    .advanceWatermarkToInfinity(),
                JoinWithin::full))
        .containsInAnyOrder("1+null@100", "null+2@100");
    run();
  }

  @Test
  public void nullKeys_inner_areDroppedAndCounted() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, null, 1), right(100, null, 2))
                    .advanceWatermarkToInfinity(),
                JoinWithin::inner))
        .empty();
    PipelineResult result = run();
    assertThat(Counters.of(result, "JoinWithin/records_in"), equalTo(2L));
    assertThat(Counters.of(result, "JoinWithin/records_dropped"), equalTo(2L));
  }

  @Test
  public void output_isNeverBehindTheWatermark() {
    Sides sides =
        JoinEvents.in(
            pipeline,
            stream()
                .addElements(left(8, "a", 1), left(9, "b", 2), left(25, "c", 3))
                .advanceWatermarkTo(at(18))
                .addElements(right(18, "a", 1))
                .advanceWatermarkTo(at(30))
                .addElements(right(31, "c", 3))
                .advanceWatermarkTo(at(90))
                .advanceWatermarkToInfinity());
    PCollection<Long> counts =
        sides
            .left()
            .apply(join(sides).left())
            .apply(Window.into(Windows.fixed(Duration.ofSeconds(10))))
            .apply(Combine.globally(Count.<Row>combineFn()).withoutDefaults());
    PAssert.that(counts).inOnTimePane(window(0)).containsInAnyOrder(1L);
    PAssert.that(counts).inOnTimePane(window(10)).containsInAnyOrder(1L);
    PAssert.that(counts).inOnTimePane(window(30)).containsInAnyOrder(1L);
    run();
  }

  @Test
  public void withPrefix_andTakeAs_nameTheRightSidesFields() {
    Schema left = Provenance.addTo(Schema.builder().addStringField("id").build());
    Schema right =
        Provenance.addTo(Schema.builder().addStringField("id").addInt32Field("m").build());
    PCollection<Row> lefts =
        pipeline.apply(
            "Left",
            Create.of(
                    Row.withSchema(left)
                        .addValues("a", Provenance.ofFile("l", 1, null).toBytes())
                        .build())
                .withRowSchema(left));
    PCollection<Row> rights =
        pipeline.apply(
            "Right",
            Create.of(
                    Row.withSchema(right)
                        .addValues("a", 1, Provenance.ofFile("r", 2, null).toBytes())
                        .build(),
                    Row.withSchema(right)
                        .addValues("b", 2, Provenance.ofFile("r", 3, null).toBytes())
                        .build())
                .withRowSchema(right));
    JoinWithin join = JoinWithin.with(rights).on("id").within(Duration.ZERO).full();
    PCollection<Row> flat = lefts.apply("Flat", join.withPrefix("r_"));
    PCollection<Row> nested = lefts.apply("Nested", join.inner().takeAs("r"));

    assertThat(
        flat.getSchema().getFieldNames(),
        equalTo(List.of("id", Provenance.FIELD_NAME, "r_id", "r_m")));
    assertThat(flat.getSchema().getField("id").getType().getNullable(), equalTo(true));
    assertThat(
        nested.getSchema().getField("r").getType(),
        equalTo(FieldType.row(Schema.builder().addStringField("id").addInt32Field("m").build())));
    PAssert.that(flat)
        .containsInAnyOrder(
            Row.withSchema(flat.getSchema())
                .addValues("a", Provenance.ofFile("l", 1, null).toBytes(), "a", 1)
                .build(),
            Row.withSchema(flat.getSchema())
                .addValues(null, Provenance.ofFile("r", 3, null).toBytes(), "b", 2)
                .build());
    PAssert.that(nested)
        .containsInAnyOrder(
            Row.withSchema(nested.getSchema())
                .addValues(
                    "a",
                    Provenance.ofFile("l", 1, null).toBytes(),
                    Row.withSchema(nested.getSchema().getField("r").getType().getRowSchema())
                        .addValues("a", 1)
                        .build())
                .build());
    run();
  }

  @Test
  public void take_takesFieldsUnderTheirNames_andNoOthers() {
    PCollection<Row> out =
        rows("Left", JoinEvents.LEFT, row(JoinEvents.LEFT, "a", 1), row(JoinEvents.LEFT, "b", 2))
            .apply(
                JoinWithin.with(rows("Right", JoinEvents.RIGHT, row(JoinEvents.RIGHT, "a", 7)))
                    .on("order_id", "id")
                    .within(Duration.ZERO)
                    .left()
                    .take("m", "paid")
                    .take("m"));
    Schema expected =
        Schema.builder()
            .addFields(JoinEvents.LEFT.getFields())
            .addNullableField("paid", FieldType.INT32)
            .addNullableField("m", FieldType.INT32)
            .build();
    assertThat(out.getSchema(), equalTo(expected));
    PAssert.that(out)
        .containsInAnyOrder(row(expected, "a", 1, 7, 7), row(expected, "b", 2, null, null));
    run();
  }

  @Test
  public void takeAs_takesFieldsAsARow_inTheirOrder() {
    PCollection<Row> out =
        rows("Left", JoinEvents.LEFT, row(JoinEvents.LEFT, "a", 1), row(JoinEvents.LEFT, "b", 2))
            .apply(
                JoinWithin.with(
                        rows(
                            "Right",
                            JoinEvents.RIGHT,
                            row(JoinEvents.RIGHT, "a", 7),
                            row(JoinEvents.RIGHT, "c", 8)))
                    .on("order_id", "id")
                    .within(Duration.ZERO)
                    .full()
                    .takeAs("payment", "m", "id")
                    .take("m"));
    Schema payment =
        Schema.builder().addInt32Field("m").addNullableField("id", FieldType.STRING).build();
    Schema expected =
        Schema.builder()
            .addNullableField("order_id", FieldType.STRING)
            .addNullableField("n", FieldType.INT32)
            .addNullableField("payment", FieldType.row(payment))
            .addNullableField("m", FieldType.INT32)
            .build();
    assertThat(out.getSchema(), equalTo(expected));
    PAssert.that(out)
        .containsInAnyOrder(
            row(expected, "a", 1, row(payment, 7, "a"), 7),
            row(expected, "b", 2, null, null),
            row(expected, null, null, row(payment, 8, "c"), 8));
    run();
  }

  @Test
  public void onExpressions_computedKeysMeet_wholeNumbersOfAnyLength() {
    Schema order =
        Schema.builder()
            .addInt32Field("shop")
            .addNullableField("code", FieldType.STRING)
            .addInt32Field("n")
            .build();
    Schema payment =
        Schema.builder()
            .addInt64Field("shop_id")
            .addStringField("sku")
            .addByteField("part")
            .build();
    PCollection<Row> out =
        rows(
                "Orders",
                order,
                row(order, 7, "A", 1),
                row(order, 7, "B", 2),
                row(order, 8, "A", 3),
                row(order, 7, null, 4),
                row(order, 0, "A", 5))
            .apply(
                JoinWithin.with(
                        rows(
                            "Payments",
                            payment,
                            row(payment, 7L, "A-x", (byte) 14),
                            row(payment, 8L, "B-x", (byte) 12),
                            row(payment, 8L, "A-x", (byte) 13)))
                    .within(Duration.ZERO)
                    .onExpressions("shop", "shop_id")
                    .onExpressions("code + '-x'", "sku")
                    .onExpressions("100 / shop", "int(part)")
                    .take("part"));

    // A null, and what is divided by zero, meet nothing, not even one another.
    PAssert.that(out).containsInAnyOrder(row(out.getSchema(), 7, "A", 1, (byte) 14));
    PipelineResult result = run();
    assertThat(Counters.of(result, "JoinWithin/records_in"), equalTo(8L));
    assertThat(Counters.of(result, "JoinWithin/records_matched"), equalTo(2L));
    assertThat(Counters.of(result, "JoinWithin/records_dropped"), equalTo(6L));
  }

  @Test
  public void onExpressions_andOn_makeOneKey() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 1), left(100, "a", 2), left(100, "b", 2))
                    .addElements(right(100, "a", 10), right(100, "b", 20), right(100, "b", 10))
                    .advanceWatermarkToInfinity(),
                join -> join.onExpressions("n * 10", "m").left()))
        .containsInAnyOrder("1+10@100", "2+null@100", "2+20@100");
    run();
  }

  @Test
  public void onExpressions_thatCannotBeComputed_comeOutWithoutPartner() {
    PAssert.that(
            described(
                stream()
                    .addElements(left(100, "a", 0), left(100, "a", 1), right(100, "a", 0))
                    .advanceWatermarkToInfinity(),
                join -> join.onExpressions("1 / n", "1 / m").full()))
        .containsInAnyOrder("0+null@100", "1+null@100", "null+0@100");
    run();
  }

  @Test
  public void withDeadLetters_leftRecordsWithoutPartner_areDead_rightOnesDropped() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<String> out =
        described(
            stream()
                .addElements(left(100, "a", 1), left(200, "a", 2), left(300, null, 3))
                .addElements(right(104, "a", 1), right(400, "a", 9), right(300, null, 8))
                .advanceWatermarkToInfinity(),
            join -> join.withDeadLetters(dead).withStepName("Paid"));
    dead.close();
    PAssert.that(out).containsInAnyOrder("1+1@104");
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of("Paid", Reason.LOOKUP_MISS, "{\"order_id\":\"a\",\"n\":2}"),
            ExpectedDeadLetter.of("Paid", Reason.LOOKUP_MISS, "{\"order_id\":null,\"n\":3}"));
    PAssert.that(dead.collection().apply(ParDo.of(new EnvelopeFn())))
        .containsInAnyOrder(
            "200000 null no record of the right side that is near in time has the key (order_id)",
            "300000 null the key (order_id) is null or cannot be computed, so that it equals none");
    PipelineResult result = run();
    assertThat(Counters.of(result, "Paid/records_in"), equalTo(6L));
    assertThat(Counters.of(result, "Paid/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Paid/records_matched"), equalTo(2L));
    assertThat(Counters.of(result, "Paid/records_unmatched"), equalTo(0L));
    assertThat(Counters.of(result, "Paid/records_dead.lookup_miss"), equalTo(2L));
    assertThat(Counters.of(result, "Paid/records_dropped"), equalTo(2L));
  }

  @Test
  public void withDeadLetters_leaveWhenNoPartnerCanCome_notBefore() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<String> out =
        described(
            stream()
                .addElements(left(0, "a", 1), left(1, "b", 2))
                // A partner of the first may still come, one of second 10.
                .advanceWatermarkTo(at(10))
                .addElements(right(10, "a", 1))
                .advanceWatermarkTo(at(12))
                // Too late: the second has left.
                .addElements(right(11, "b", 2))
                .advanceWatermarkToInfinity(),
            join -> join.withDeadLetters(dead));
    dead.close();
    PAssert.that(out).containsInAnyOrder("1+1@10");
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "JoinWithin", Reason.LOOKUP_MISS, "{\"order_id\":\"b\",\"n\":2}"));
    run();
  }

  private PCollection<String> described(
      TestStream<Row> stream, UnaryOperator<JoinWithin> settings) {
    Sides sides = JoinEvents.in(pipeline, stream);
    return sides.left().apply(settings.apply(join(sides))).apply(ParDo.of(new DescribeFn()));
  }

  private static JoinWithin join(Sides sides) {
    return JoinWithin.with(sides.right())
        .on("order_id", "id")
        .within(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private static IntervalWindow window(long second) {
    return new IntervalWindow(
        Instant.ofEpochSecond(second), org.joda.time.Duration.standardSeconds(10));
  }

  private PCollection<Row> rows(String name, Schema schema, Row... rows) {
    return pipeline.apply(name, Create.of(List.of(rows)).withRowSchema(schema));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private PipelineResult run() {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  /** Time, window and message of a dead letter. */
  private static final class EnvelopeFn extends DoFn<DeadLetter, String> {
    @ProcessElement
    public void process(@Element DeadLetter letter, OutputReceiver<String> out) {
      out.output(
          letter.eventTime().getMillis() + " " + letter.windowStart() + " " + letter.message());
    }
  }
}
