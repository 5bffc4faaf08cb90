package io.summerbeam.transforms.join;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.portability.HasAlternative;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
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
    assertThat(message(() -> join.asRow("")), equalTo("asRow() must not be empty."));
    assertThat(message(() -> join.withStepName("")), equalTo("withStepName() must not be empty."));
  }

  @Test
  public void badCombinations_areRefused() {
    String incomplete =
        "JoinWithin: say what is equal and how near in time: on(field, rightField) and"
            + " within(before, after).";
    assertThat(
        refused(join -> JoinWithin.with(join.right()).within(Duration.ZERO)), equalTo(incomplete));
    assertThat(
        refused(join -> JoinWithin.with(join.right()).on("order_id", "id")), equalTo(incomplete));
    assertThat(
        refused(join -> join.asRow("r").withPrefix("r_")),
        equalTo("JoinWithin: fields in a row need no prefix. Leave out withPrefix(), or asRow()."));
    assertThat(
        refused(join -> join.asRow("n")),
        equalTo(
            "JoinWithin: the left side has a field 'n' already. Give those of the right side other"
                + " names: asRow(newName)."));
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
                + " and the right side's is STRING. Convert it before."));
    Schema right = Schema.builder().addStringField("order_id").build();
    PCollection<Row> same = pipeline.apply("Same", Create.empty(right));
    PCollection<Row> left = left();
    assertThat(
        message(() -> left.apply("x", JoinWithin.with(same).on("order_id").within(Duration.ZERO))),
        equalTo(
            "JoinWithin: the left side has a field 'order_id' already. Give those of the right side"
                + " other names: withPrefix(prefix), or asRow(name)."));
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
    String text = DisplayData.from(join().full()).asMap().values().toString();
    for (String told : new String[] {"order_id = right.id", "PT5S", "PT10S", "FULL"}) {
      assertThat(text, containsString(told));
    }
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
