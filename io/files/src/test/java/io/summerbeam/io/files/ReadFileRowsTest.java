package io.summerbeam.io.files;

import static io.summerbeam.io.files.FlightFiles.FLIGHT;
import static io.summerbeam.io.files.FlightFiles.PATTERN;
import static io.summerbeam.io.files.FlightFiles.Show;
import static io.summerbeam.io.files.FlightFiles.good;
import static io.summerbeam.io.files.FlightFiles.line;
import static io.summerbeam.io.files.FlightFiles.read;
import static io.summerbeam.io.files.FlightFiles.shown;
import static io.summerbeam.io.files.FlightFiles.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReadFileRowsTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.getRoot().toPath().resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, utf8(content));
  }

  @Test
  public void jsonLines_rowsWithEventTimeAndProvenance() throws Exception {
    Path path = file("a.jsonl", line(47) + "\n\n" + line(48));
    PCollection<Row> rows =
        pipeline.apply(read(path).withEventTime("date", PATTERN, ZoneOffset.ofHours(-1)));

    assertThat(rows.getSchema(), equalTo(Provenance.addTo(FLIGHT)));
    assertThat(rows.isBounded(), equalTo(PCollection.IsBounded.BOUNDED));
    Row first =
        Row.withSchema(rows.getSchema())
            .addValues(
                "2001/01/01 00:47",
                66L,
                1750L,
                "DTW",
                "LAS",
                Provenance.ofFile(path.toString(), 0, 1L).toBytes())
            .build();
    Row second =
        Row.withSchema(rows.getSchema())
            .addValues(
                "2001/01/01 00:48",
                66L,
                1750L,
                "DTW",
                "LAS",
                Provenance.ofFile(path.toString(), line(47).length() + 2, 3L).toBytes())
            .build();
    PAssert.that(rows).containsInAnyOrder(first, second);
    PAssert.that(shown(rows).apply(ParDo.of(new TimeOf())))
        .containsInAnyOrder("2001-01-01T01:47:00.000Z", "2001-01-01T01:48:00.000Z");
    pipeline.run();
  }

  /** The second part of what {@link Show} shows. */
  private static final class TimeOf extends DoFn<String, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element String shown, OutputReceiver<String> out) {
      out.output(shown.split("\\|", -1)[1]);
    }
  }

  @Test
  public void withoutEventTime_smallestTimestamp() throws Exception {
    Path path = file("a.jsonl", line(1));
    PAssert.that(shown(pipeline.apply(read(path))))
        .containsInAnyOrder("2001/01/01 00:01|min|file a.jsonl 0 1|null|null");
    pipeline.run();
  }

  @Test
  public void withEventTime_ofAnotherField() throws Exception {
    Schema schema = Schema.builder().addStringField("date").addInt64Field("millis").build();
    Path path = file("a.jsonl", "{\"date\":\"x\",\"millis\":978307200000}");
    PAssert.that(
            shown(
                pipeline.apply(
                    FileRows.read(path.toString())
                        .withSchema(schema)
                        .withEventTime(EventTime.ofField("millis")))))
        .containsInAnyOrder("x|2001-01-01T00:00:00.000Z|file a.jsonl 0 1|null|null");
    pipeline.run();
  }

  @Test
  public void withEventTime_thatMayBeInTheFuture() throws Exception {
    Path path = file("a.jsonl", line(1).replace("2001", "9999"));
    PAssert.that(
            shown(
                pipeline.apply(
                    read(path)
                        .withEventTime(
                            EventTime.of("date", PATTERN, ZoneOffset.UTC)
                                .withMaxFuture(Duration.ofDays(365L * 9_999))))))
        .containsInAnyOrder("9999/01/01 00:01|9999-01-01T00:01:00.000Z|file a.jsonl 0 1|null|null");
    pipeline.run();
  }

  @Test
  public void compressedFile_readAsTheOthers() throws Exception {
    Path path = folder.getRoot().toPath().resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(utf8(line(1) + "\n" + line(2)));
    }
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(path).withEventTime("date", PATTERN, ZoneOffset.UTC).withDeadLetters(handler));
    handler.close();
    PAssert.that(shown(rows))
        .containsInAnyOrder(
            good(1, "a.jsonl.gz", 0, 1, true),
            good(2, "a.jsonl.gz", line(1).length() + 1, 2, true));
    PAssert.that(handler.collection()).empty();
    pipeline.run();
  }

  @Test
  public void emptyFile_noRecords() throws Exception {
    PAssert.that(pipeline.apply(read(file("a.jsonl", "")))).empty();
    pipeline.run();
  }

  @Test
  public void pattern_thatMatchesNothingFails() {
    pipeline.apply(read(folder.getRoot() + "/none-*.jsonl"));
    assertThat(
        Failures.print(assertThrows(RuntimeException.class, pipeline::run)),
        containsString("none-*.jsonl"));
  }

  @Test
  public void flights_allRead() throws Exception {
    Path flights = Path.of("../../samples/data/flights/flights.jsonl");
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(flights).withEventTime("date", PATTERN, ZoneOffset.UTC).withDeadLetters(handler));
    handler.close();
    List<String> expected = new ArrayList<>();
    long offset = 0;
    long number = 1;
    for (String line : Files.readAllLines(flights)) {
      String date = line.substring(9, 25);
      expected.add(
          date
              + "|"
              + date.replace('/', '-').replace(' ', 'T')
              + ":00.000Z|file flights.jsonl "
              + offset
              + " "
              + number
              + "|json|"
              + line);
      offset += utf8(line).length + 1;
      number++;
    }
    assertThat(expected.size(), equalTo(20_000));
    PAssert.that(shown(rows)).containsInAnyOrder(expected);
    PAssert.that(handler.collection()).empty();
    pipeline.run();
  }
}
