package io.summerbeam.io.files;

import static io.summerbeam.io.files.Delays.DELAY;
import static io.summerbeam.io.files.Delays.json;
import static io.summerbeam.io.files.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Windows;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class WriteWindowsTest {

  private static final String DAY1 = "20010101T000000Z-20010102T000000Z";
  private static final String DAY2 = "20010102T000000Z-20010103T000000Z";
  private static final Instant NOON1 = Instant.parse("2001-01-01T12:00:00Z");
  private static final Instant NOON2 = Instant.parse("2001-01-02T12:00:00Z");

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private transient Path out;

  @Before
  public void setUp() {
    out = folder.getRoot().toPath().resolve("out");
  }

  private WriteFileRows write() {
    return FileRows.write(out.toString()).withPrefix("delays");
  }

  @SafeVarargs
  private final PCollection<Row> timed(TimestampedValue<Row>... rows) {
    return pipeline
        .apply(Create.timestamped(List.of(rows)).withCoder(RowCoder.of(DELAY)))
        .setRowSchema(DELAY);
  }

  @Test
  public void windows_oneFileEach() throws Exception {
    PCollection<String> names =
        timed(
                TimestampedValue.of(row("MI", 1.5), NOON1),
                TimestampedValue.of(row("HI", -2.0), NOON2))
            .apply(Window.into(Windows.days(ZoneOffset.UTC)))
            .apply(write());
    PAssert.that(names)
        .containsInAnyOrder(
            out.resolve("delays-" + DAY1 + "-00000-of-00001.jsonl").toString(),
            out.resolve("delays-" + DAY2 + "-00000-of-00001.jsonl").toString());
    pipeline.run();
    assertThat(
        Directory.contents(out),
        equalTo(
            Map.of(
                "delays-" + DAY1 + "-00000-of-00001.jsonl", json("MI", 1.5),
                "delays-" + DAY2 + "-00000-of-00001.jsonl", json("HI", -2.0))));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void fileUri_writtenWhereItSays() throws Exception {
    PCollection<Row> one = timed(TimestampedValue.of(row("MI", 1.5), NOON1));
    String uri = "file://" + out;
    one.apply("AtTheEnd", FileRows.write(uri).withPrefix("all").withNumShards(1));
    PAssert.that(
            one.apply(Window.into(Windows.days(ZoneOffset.UTC)))
                .apply("EachDay", FileRows.write(uri).withPrefix("days")))
        .containsInAnyOrder(out.resolve("days-" + DAY1 + "-00000-of-00001.jsonl").toString());
    pipeline.run();
    assertThat(
        Directory.contents(out),
        equalTo(
            Map.of(
                "all-00000-of-00001.jsonl",
                json("MI", 1.5),
                "days-" + DAY1 + "-00000-of-00001.jsonl",
                json("MI", 1.5))));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileRows.write("file://out"))
            .getMessage(),
        startsWith("write() must be given a directory as a path, or as file:///"));
  }

  @Test
  public void slidingWindows_recordIsInTheFileOfEach() throws Exception {
    timed(TimestampedValue.of(row("MI", 1.5), NOON1))
        .apply(Window.into(Windows.parse("sliding PT48H every PT24H")))
        .apply(write());
    pipeline.run();
    assertThat(
        Directory.contents(out),
        equalTo(
            Map.of(
                "delays-20001231T000000Z-20010102T000000Z-00000-of-00001.jsonl", json("MI", 1.5),
                "delays-20010101T000000Z-20010103T000000Z-00000-of-00001.jsonl", json("MI", 1.5))));
  }

  @Test
  public void sessions_growTogetherBeforeTheyAreWritten() throws Exception {
    timed(
            TimestampedValue.of(row("a", 1.0), NOON1),
            TimestampedValue.of(row("b", 2.0), NOON1.plus(Duration.standardMinutes(5))),
            TimestampedValue.of(row("c", 3.0), NOON1.plus(Duration.standardMinutes(30))))
        .apply(Window.into(Sessions.withGapDuration(Duration.standardMinutes(10))))
        .apply(write());
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(
        files.keySet(),
        equalTo(
            Set.of(
                "delays-20010101T120000Z-20010101T121500Z-00000-of-00001.jsonl",
                "delays-20010101T123000Z-20010101T124000Z-00000-of-00001.jsonl")));
    assertThat(
        files
            .get("delays-20010101T120000Z-20010101T121500Z-00000-of-00001.jsonl")
            .lines()
            .sorted()
            .toList(),
        equalTo(List.of(json("a", 1.0).strip(), json("b", 2.0).strip())));
  }

  @Test
  public void manyWindows_allWritten() throws Exception {
    List<TimestampedValue<Row>> rows = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 90 * 20; i++) {
      rows.add(TimestampedValue.of(row("S" + i, 0.25), NOON1.plus(Duration.standardDays(i % 90))));
      expected.add(json("S" + i, 0.25).strip());
    }
    pipeline
        .apply(Create.timestamped(rows).withCoder(RowCoder.of(DELAY)))
        .setRowSchema(DELAY)
        .apply(Window.into(Windows.days(ZoneOffset.UTC)))
        .apply(write().withNumShards(2));
    pipeline.run();
    expected.sort(null);
    assertThat(Directory.lines(out), equalTo(expected));
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void unbounded_eachFiringItsOwnFiles() throws Exception {
    TestStream<Row> stream =
        TestStream.create(DELAY)
            .addElements(TimestampedValue.of(row("early", 1.0), NOON1))
            .advanceWatermarkTo(NOON1)
            .addElements(TimestampedValue.of(row("early", 2.0), NOON1))
            .advanceWatermarkTo(NOON2)
            .addElements(TimestampedValue.of(row("late", 3.0), NOON1))
            .advanceWatermarkToInfinity();
    pipeline
        .apply(stream)
        .setRowSchema(DELAY)
        .apply(
            Window.<Row>into(Windows.days(ZoneOffset.UTC))
                .triggering(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(AfterPane.elementCountAtLeast(1))
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.standardDays(7))
                .discardingFiredPanes())
        .apply(write().withNumShards(1));
    pipeline.run();
    String name = "delays-" + DAY1 + "-pane-0000%d-00000-of-00001.jsonl";
    Map<String, String> files = Directory.contents(out);
    assertThat(files.get(String.format(name, 0)), equalTo(json("early", 1.0)));
    assertThat(files.get(String.format(name, 1)), equalTo(json("early", 2.0)));
    assertThat(String.join("", files.values()), containsString(json("late", 3.0)));
    assertThat(
        Directory.lines(out),
        equalTo(
            List.of(
                json("early", 1.0).strip(),
                json("early", 2.0).strip(),
                json("late", 3.0).strip())));
  }

  @Test
  public void unboundedGlobalWindow_filesAtEachFiring() throws Exception {
    TestStream<Row> stream =
        TestStream.create(DELAY)
            .addElements(row("a", 1.0))
            .advanceWatermarkTo(NOON1)
            .addElements(row("b", 2.0))
            .advanceWatermarkToInfinity();
    pipeline
        .apply(stream)
        .setRowSchema(DELAY)
        .apply(
            Window.<Row>into(new GlobalWindows())
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply(write().withNumShards(1));
    pipeline.run();
    assertThat(
        Directory.contents(out),
        equalTo(
            Map.of(
                "delays-pane-00000-00000-of-00001.jsonl", json("a", 1.0),
                "delays-pane-00001-00000-of-00001.jsonl", json("b", 2.0))));
  }

  @Test
  public void unbounded_needsNumShards() {
    pipeline.enableAbandonedNodeEnforcement(false);
    PCollection<Row> unbounded =
        pipeline.apply(TestStream.create(DELAY).advanceWatermarkToInfinity()).setRowSchema(DELAY);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> unbounded.apply(write())).getMessage(),
        equalTo(
            "FileRows.write: an unbounded input needs a number of files a window:"
                + " withNumShards(1)."));
  }
}
