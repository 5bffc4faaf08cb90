package io.summerbeam.transforms.join;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.portability.HasAlternative;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What {@link JoinWithin} refuses, and what it says of itself. */
public class JoinWithinSettingsTest {

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private int applied;

  @Test
  public void badSettings_areRefused() {
    JoinWithin join = join();
    assertThat(
        message(() -> join.within(Duration.ofSeconds(-1), Duration.ZERO)),
        equalTo("within() before must not be negative, but was: PT-1S"));
    assertThat(
        message(() -> join.within(Duration.ZERO, Duration.ofNanos(1))),
        equalTo("within() after must be a whole number of milliseconds, but was: PT0.000000001S"));
    assertThat(
        message(() -> join.withAllowedLateness(Duration.ofSeconds(-1))),
        equalTo("withAllowedLateness() must not be negative, but was: PT-1S"));
    assertThat(
        message(() -> join.on("order_id", "m")),
        equalTo("on() must name each field of a side once, but 'order_id' comes twice."));
    assertThat(
        message(() -> join.on("n", "id")),
        equalTo("on() must name each field of a side once, but 'id' comes twice."));
    assertThat(message(() -> join.withPrefix("")), equalTo("withPrefix() must not be empty."));
    assertThat(
        message(() -> join.onExpressions("n", "m").onExpressions("n", "m")),
        equalTo(
            "onExpressions() must name each pair of expressions once, but 'n' and 'm' come"
                + " twice."));
    assertThat(
        message(() -> join.onExpressions("n", " ")),
        containsString("Expression.of(): the expression is empty."));
    assertThat(
        message(() -> join.take("m", "")),
        equalTo("take() must name the new field, but its name is empty."));
    assertThat(
        message(() -> join.takeAs("")),
        equalTo("takeAs() must name the new field, but its name is empty."));
    assertThat(
        message(() -> join.take("m").takeAs("m")),
        equalTo("takeAs() must name each new field once, but 'm' comes twice."));
    assertThat(
        message(() -> join.takeAs("r", "m", "m")),
        equalTo("takeAs() must name each field of the right side once, but 'm' comes twice."));
    assertThat(message(() -> join.withStepName("")), equalTo("withStepName() must not be empty."));
  }

  @Test
  public void badCombinations_areRefused() {
    String incomplete =
        "JoinWithin: say what is equal and how near in time: on(field, rightField) or"
            + " onExpressions(left, right), and within(before, after).";
    assertThat(
        refused(join -> JoinWithin.with(join.right()).within(Duration.ZERO)), equalTo(incomplete));
    assertThat(
        refused(join -> JoinWithin.with(join.right()).on("order_id", "id")), equalTo(incomplete));
    String prefixed =
        "JoinWithin: withPrefix() names all fields of the right side, but take() and takeAs() say"
            + " which are taken and under what names. Leave out withPrefix(), or the others.";
    assertThat(refused(join -> join.take("m").withPrefix("r_")), equalTo(prefixed));
    assertThat(refused(join -> join.withPrefix("r_").takeAs("r")), equalTo(prefixed));
    for (boolean full : new boolean[] {false, true}) {
      assertThat(
          refused(
              join ->
                  (full ? join.full() : join.left())
                      .withDeadLetters(DeadLetters.in(Pipeline.create()).collect())),
          equalTo(
              "JoinWithin: a left record without a partner comes out or is a dead letter, but with "
                  + (full ? "full()" : "left()")
                  + " it comes out. Leave out that, or withDeadLetters()."));
    }
  }

  @Test
  public void takenFieldsThatDoNotFit_areRefused() {
    assertThat(
        refused(join -> join.take("m", "n")),
        equalTo(
            "JoinWithin.take(): the left side has a field 'n' already. Take it under another name:"
                + " take(\"m\", newName)."));
    assertThat(
        refused(join -> join.takeAs("n")),
        equalTo(
            "JoinWithin.takeAs(): the left side has a field 'n' already. Take the row under another"
                + " name: takeAs(newName, ...)."));
    assertThat(
        refused(join -> join.take("idd", "key")),
        equalTo("JoinWithin.take(): there is no field 'idd'. Did you mean 'id'? Fields: id, m"));
    assertThat(
        refused(join -> join.takeAs("r", "m", "idd")),
        equalTo("JoinWithin.takeAs(): there is no field 'idd'. Did you mean 'id'? Fields: id, m"));
  }

  @Test
  public void expressionsThatDoNotFit_areRefused() {
    assertThat(
        refused(join -> join.onExpressions("n + 1", "id")),
        equalTo(
            "JoinWithin.onExpressions(): 'n + 1' and the right side's 'id' must be of one type, but"
                + " 'n + 1' is INT64 and the right side's is STRING. Convert it in the expression,"
                + " with string() or int() for one."));
    assertThat(
        refused(join -> join.onExpressions("double(n)", "double(m)")),
        equalTo(
            "JoinWithin.onExpressions(): a key must be of a type whose values are equal or not (no"
                + " floating point, decimal, bytes, array, map or row), but 'double(n)' is DOUBLE."
                + " Convert it before."));
    String left = refused(join -> join.onExpressions("order_i", "id"));
    assertThat(left, startsWith("JoinWithin.onExpressions(): "));
    assertThat(left, containsString("Did you mean 'order_id'?"));
    String right = refused(join -> join.onExpressions("order_id", "idd"));
    assertThat(right, startsWith("JoinWithin.onExpressions(), right side: "));
    assertThat(right, containsString("Did you mean 'id'?"));
  }

  @Test
  public void fieldsThatDoNotFit_areRefused() {
    assertThat(
        refused(join -> JoinWithin.with(join.right()).within(Duration.ZERO).on("order_i", "id")),
        equalTo(
            "JoinWithin.on(): there is no field 'order_i'. Did you mean 'order_id'? Fields:"
                + " order_id, n"));
    assertThat(
        refused(join -> JoinWithin.with(join.right()).within(Duration.ZERO).on("order_id", "i")),
        containsString("JoinWithin.on(), right side: there is no field 'i'"));
    assertThat(
        refused(join -> join.on("n", "m").on("x", "y")), containsString("there is no field 'x'"));
    assertThat(
        refused(join -> JoinWithin.with(join.right()).within(Duration.ZERO).on("n", "id")),
        equalTo(
            "JoinWithin.on(): 'n' and the right side's 'id' must be of one type, but 'n' is INT32"
                + " and the right side's is STRING. Convert it before, or with onExpressions()."));
    Schema right = Schema.builder().addStringField("order_id").build();
    PCollection<Row> same = pipeline.apply("Same", Create.empty(right));
    PCollection<Row> left = left();
    assertThat(
        message(() -> left.apply("x", JoinWithin.with(same).on("order_id").within(Duration.ZERO))),
        equalTo(
            "JoinWithin: the left side has a field 'order_id' already. Give those of the right side"
                + " other names: withPrefix(prefix), take(rightField, newField), or"
                + " takeAs(newField)."));
    FieldType date = FieldType.logicalType(SqlTypes.DATE);
    FieldType time = FieldType.logicalType(SqlTypes.TIME);
    PCollection<Row> days =
        pipeline.apply("Days", Create.empty(Schema.builder().addField("day", date).build()));
    PCollection<Row> times =
        pipeline.apply("Times", Create.empty(Schema.builder().addField("time", time).build()));
    assertThat(
        message(
            () -> days.apply("y", JoinWithin.with(times).on("day", "time").within(Duration.ZERO))),
        equalTo(
            "JoinWithin.on(): 'day' and the right side's 'time' must be of one type, but 'day' is "
                + SqlTypes.DATE.getIdentifier()
                + " and the right side's is "
                + SqlTypes.TIME.getIdentifier()
                + ". Convert it before, or with onExpressions()."));
  }

  @Test
  public void sidesInWindowsOrWithoutSchema_areRefused() {
    JoinWithin join = join();
    PCollection<Row> windowed =
        left()
            .apply(
                "Windowed",
                Window.into(FixedWindows.of(org.joda.time.Duration.standardSeconds(1))));
    assertThat(
        message(() -> windowed.apply("a", join)),
        equalTo(
            "JoinWithin: both sides must be in the global window, but the left one is in"
                + " FixedWindows, which would tear near records apart. Apply it before"
                + " windowing."));
    PCollection<Row> plain = pipeline.apply("Plain", Create.empty(SerializableCoder.of(Row.class)));
    PCollection<Row> left = left();
    assertThat(
        message(() -> plain.apply("b", join)),
        containsString("JoinWithin: the left side has no schema"));
    assertThat(
        message(
            () ->
                left.apply("c", JoinWithin.with(plain).on("order_id", "id").within(Duration.ZERO))),
        containsString("JoinWithin: the right side has no schema"));
  }

  @Test
  public void alternative_namesAWindowedJoin() {
    PTransform<PCollection<Row>, PCollection<Row>> join = join();
    assertThat(
        ((HasAlternative) join).alternative(),
        equalTo(
            "Window both sides and join them with a CoGroupByKey, which pairs what is in one"
                + " window."));
  }

  @Test
  public void displayData_tellsTheSettings() {
    String text =
        DisplayData.from(join().onExpressions("n + 1", "m").take("m", "taken").takeAs("all").full())
            .asMap()
            .values()
            .toString();
    for (String told :
        new String[] {
          "order_id = right.id, n + 1 = right: m",
          "taken = right side.m, all = right side.*",
          "PT5S",
          "PT10S",
          "FULL"
        }) {
      assertThat(text, containsString(told));
    }
    assertThat(
        DisplayData.from(join().withPrefix("r_")).asMap().values().toString(),
        containsString("r_"));
  }

  private String refused(UnaryOperator<JoinWithin> settings) {
    PCollection<Row> left = left();
    JoinWithin join = settings.apply(join());
    return message(() -> left.apply("Apply" + applied++, join));
  }

  private JoinWithin join() {
    return JoinWithin.with(pipeline.apply("Right" + applied++, Create.empty(JoinEvents.RIGHT)))
        .on("order_id", "id")
        .within(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private PCollection<Row> left() {
    return pipeline.apply("Left" + applied++, Create.empty(JoinEvents.LEFT));
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
