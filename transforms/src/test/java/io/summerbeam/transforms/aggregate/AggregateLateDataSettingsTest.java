package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.portability.HasAlternative;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** Where late data is kept: what is refused, and what the transforms say of themselves. */
public class AggregateLateDataSettingsTest {

  private static final Schema INPUT = Schema.builder().addStringField("id").build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void inputInWindows_isRefused() {
    PCollection<Row> windowed =
        input().apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(5))));
    assertThat(
        message(() -> windowed.apply(hourly().keepingLateData())),
        equalTo(
            "Aggregate: late data can be kept of an input in the global window alone, but it is in"
                + " FixedWindows, of which the runner drops late records. Apply it before"
                + " windowing, and say over(...)."));
  }

  @Test
  public void noWindows_orTheGlobalOne_isRefused() {
    Aggregate none = Aggregate.by("id").count("c");
    for (Aggregate aggregate : List.of(none, none.over(Windows.global()))) {
      assertThat(
          message(() -> input().apply(aggregate.keepingLateData())),
          equalTo(
              "Aggregate: where late data is kept there must be windows that end, but there are"
                  + " none. Say over(Windows.fixed(...)) or over(Windows.days(...))."));
    }
  }

  @Test
  public void closedWindowsFor_withoutLateData_isRefused() {
    assertThat(
        message(() -> input().apply(hourly().withClosedWindowsFor(Duration.ofHours(1)))),
        equalTo(
            "Aggregate: withClosedWindowsFor() is for late data that is kept. Say withLateData() or"
                + " keepingLateData(), or leave it out."));
  }

  @Test
  public void closedWindowsFor_negative_isRefusedWhenCalled() {
    assertThat(
        message(() -> hourly().withClosedWindowsFor(Duration.ofHours(-1))),
        equalTo("withClosedWindowsFor() must not be negative, but was: PT-1H"));
  }

  @Test
  public void earlyFirings_areRefused() {
    assertThat(
        message(
            () ->
                input()
                    .apply(hourly().withFirings(Firings.onTime().earlyAfter(3)).keepingLateData())),
        containsString("Say withFirings(Firings.onTime()), or leave out withLateData()"));
  }

  @Test
  public void hotKeyFanout_isRefused() {
    assertThat(
        message(() -> input().apply(hourly().withHotKeyFanout(4).keepingLateData())),
        containsString("there is no withHotKeyFanout(), but it was: 4. Leave it out."));
  }

  @Test
  public void sessionsWithAllowedLateness_areRefused() {
    Aggregate sessions =
        Aggregate.by("id")
            .over(Windows.sessions(Duration.ofMinutes(10)))
            .withAllowedLateness(Duration.ofMinutes(1))
            .count("c");
    assertThat(
        message(() -> input().apply(sessions.keepingLateData())),
        containsString("a session takes no records after its result"));
  }

  @Test
  public void inputWithAFieldOfTheLateOutput_isRefused() {
    for (String name : List.of("window_start", "window_end", "lateness_ms")) {
      Schema schema = Schema.builder().addStringField("id").addInt64Field(name).build();
      PCollection<Row> input =
          pipeline.apply(
              name,
              Create.of(Row.withSchema(schema).addValues("a", 1L).build()).withRowSchema(schema));
      assertThat(
          message(() -> input.apply("late " + name, hourly().keepingLateData())),
          equalTo(
              "Aggregate.keepingLateData(): late records have a new field '"
                  + name
                  + "', but the input has one. Rename it before."));
    }
  }

  @Test
  public void whereTimersAreMissing_theAlternativeIsNamed() {
    input().apply("Hourly", hourly().keepingLateData());
    List<String> alternatives = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof HasAlternative transform) {
              alternatives.add(node.getFullName() + ": " + transform.alternative());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    assertThat(
        alternatives,
        contains(
            "Hourly/GroupsWithLateData: Leave out withLateData() or keepingLateData(): Beam's own"
                + " windows need no timers of ours; the runner drops late records and counts them"
                + " (DroppedDueToLateness)."));
  }

  @Test
  public void displayData_saysWhatBecomesOfLateData_andForHowLongClosedWindowsAreKnown() {
    assertThat(shown(hourly()), equalTo(Map.of()));
    try (DeadLetters dead = DeadLetters.in(pipeline).collect()) {
      Aggregate letters = hourly().withLateData(dead);
      assertThat(shown(letters), equalTo(Map.of("lateDeadLetters", true)));
      assertThat(
          shown(letters.withClosedWindowsFor(Duration.ofHours(2)).keepingLateData()),
          equalTo(Map.of("lateDeadLetters", true, "lateOutput", true, "closedWindowsFor", "PT2H")));
    }
  }

  @Test
  public void displayData_ofTheOutputs_isThatOfTheAggregateAndOfTheLateOnes() {
    assertThat(shown(hourly().keepingLateData()), equalTo(Map.of("lateOutput", true)));
    assertThat(
        DisplayData.from(hourly().keepingLateData()).items().stream()
            .map(DisplayData.Item::getKey)
            .toList(),
        hasItems("by", "functions", "windows"));
  }

  /** What is said of late data. */
  private static Map<String, Object> shown(HasDisplayData transform) {
    Map<String, Object> shown = new TreeMap<>();
    for (DisplayData.Item item : DisplayData.from(transform).items()) {
      if (item.getKey().startsWith("late") || item.getKey().startsWith("closed")) {
        shown.put(item.getKey(), item.getValue());
      }
    }
    return shown;
  }

  private PCollection<Row> input() {
    return pipeline.apply(
        "input" + (++inputs),
        Create.of(Row.withSchema(INPUT).addValues("a").build()).withRowSchema(INPUT));
  }

  private int inputs;

  private static Aggregate hourly() {
    return Aggregate.by("id").over(Windows.fixed(Duration.ofHours(1))).count("c");
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }
}
