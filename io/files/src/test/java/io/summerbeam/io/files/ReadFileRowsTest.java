package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.metric.CounterName;
import io.summerbeam.sdk.source.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReadFileRowsTest {

  private static final Schema FLIGHT =
      Schema.builder()
          .addStringField("date")
          .addInt64Field("delay")
          .addInt64Field("distance")
          .addStringField("origin")
          .addStringField("destination")
          .build();
  private static final String PATTERN = "yyyy/MM/dd HH:mm";
  private static final String STEP = "FileRows.read";

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.getRoot().toPath().resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, utf8(content));
  }

  private static ReadFileRows read(Object pattern) {
    return FileRows.read(pattern.toString()).withSchema(FLIGHT);
  }

  private static String line(int minute) {
    return String.format(
        "{\"date\":\"2001/01/01 00:%02d\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\","
            + "\"destination\":\"LAS\"}",
        minute);
  }

  /** Shows timestamp, minute of the record, and provenance. */
  private static final class Show extends DoFn<Row, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, @Timestamp Instant time, OutputReceiver<String> out) {
      Provenance source = Provenance.of(row);
      byte[] payload = source.payload();
      out.output(
          row.getString("date")
              + "|"
              + (time.equals(BoundedWindow.TIMESTAMP_MIN_VALUE) ? "min" : time)
              + "|"
              + source.system()
              + " "
              + Path.of(source.resource()).getFileName()
              + " "
              + source.position()
              + " "
              + source.line()
              + "|"
              + source.payloadFormat()
              + "|"
              + (payload == null ? null : new String(payload, StandardCharsets.UTF_8)));
    }
  }

  private static PCollection<String> shown(PCollection<Row> rows) {
    return rows.apply(ParDo.of(new Show()));
  }

  private static String good(int minute, String file, long offset, long line, boolean original) {
    return String.format(
        "2001/01/01 00:%02d|2001-01-01T00:%02d:00.000Z|file %s %d %d|%s|%s",
        minute,
        minute,
        file,
        offset,
        line,
        original ? "json" : null,
        original ? line(minute) : null);
  }

  private static String dead(String file, long offset, long line, String message, String payload) {
    return DeadLetterText.of(
        STEP, "malformed", message, Provenance.ofFile(file, offset, line), "json", payload);
  }

  private static Map<String, Long> counts(PipelineResult result) {
    Map<String, Long> counts = new HashMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(CounterName.NAMESPACE))
                .build())
        .getCounters()
        .forEach(each -> counts.merge(each.getName().getName(), each.getAttempted(), Long::sum));
    return counts;
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
                Provenance.ofFile(path.toString(), 0, 1L).toRow())
            .build();
    Row second =
        Row.withSchema(rows.getSchema())
            .addValues(
                "2001/01/01 00:48",
                66L,
                1750L,
                "DTW",
                "LAS",
                Provenance.ofFile(path.toString(), line(47).length() + 2, 3L).toRow())
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
  public void dirtyFile_eachBadRecordOneDeadLetter() throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    List<String> rows = new ArrayList<>();
    List<String> dead = new ArrayList<>();
    int[] line = {1};
    class Lines {
      void good(int minute, String end) {
        rows.add(ReadFileRowsTest.good(minute, "dirty.jsonl", content.size(), line[0], true));
        blank(line(minute) + end);
      }

      void blank(String text) {
        content.writeBytes(utf8(text));
        line[0]++;
      }

      void bad(byte[] record, String end, String message) {
        dead.add(
            ReadFileRowsTest.dead(
                "dirty.jsonl",
                content.size(),
                line[0],
                message,
                new String(record, StandardCharsets.ISO_8859_1)));
        content.writeBytes(record);
        blank(end);
      }

      void bad(String record, String message) {
        bad(utf8(record), "\n", message);
      }
    }

    Lines lines = new Lines();
    String time = "field 'date' must be a time that exists, as yyyy/MM/dd HH:mm, but is not";
    String delay = "field 'delay' must be a whole number (INT64), but is ";
    lines.bad(utf8("\uFEFF" + line(0)), "\n", "the record starts with a byte order mark");
    lines.good(1, "\n");
    lines.blank("\n");
    lines.blank(" \t\u000b\f\r\n");
    lines.good(2, "\r\n");
    lines.bad(utf8(line(3) + "\r\rx"), "\r\n", "something stands after the JSON object");
    lines.bad(line(3) + " " + line(4), "something stands after the JSON object");
    lines.bad("{\"date\":\"2001/01/01 00:05\",\"delay\":6", "the JSON is cut off");
    lines.bad("{}", "field 'date' must be a string, but is missing");
    lines.bad(line(6).replace("\"delay\":66,", ""), delay + "missing");
    lines.bad(line(6).replace(":66,", ":\"66\","), delay + "a string");
    lines.bad(line(6).replace(":66,", ":66.0,"), delay + "a number with a fraction or an exponent");
    lines.bad(line(6).replace(":66,", ":true,"), delay + "a boolean");
    lines.bad(line(6).replace(":66,", ":null,"), delay + "null");
    lines.bad(line(6).replace(":66,", ":9223372036854775808,"), delay + "outside of its range");
    lines.bad(line(6).replace("2001/01/01", "2001/02/30"), time);
    lines.bad(line(6).replace("00:06", "24:00"), time);
    lines.bad("[" + line(6) + "]", "the record must be a JSON object, but is an array");
    byte[] latin1 = line(7).replace("DTW", "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    lines.bad(latin1, "\r\n", "the record is not UTF-8 at its byte 64");
    lines.bad("x".repeat(2_000_000), "the record is not JSON near its byte 256");
    // A good record of 2 MB, most of it an unknown field.
    String large = line(8).replace("{", "{\"more\":\"" + "y".repeat(2_000_000) + "\",");
    rows.add(good(8, "dirty.jsonl", content.size(), line[0], true).replace(line(8), large));
    lines.blank(large + "\n");
    lines.good(9, "\n");
    lines.bad(utf8("{\"cut\":"), "", "the JSON is cut off");
    Path path = file("dirty.jsonl", content.toByteArray());

    DeadLetters handler = DeadLetters.in(pipeline).withPayloadPolicy(new OnlyOurWords()).collect();
    PCollection<Row> read =
        pipeline.apply(
            read(path).withEventTime("date", PATTERN, ZoneOffset.UTC).withDeadLetters(handler));
    handler.close();

    PAssert.that(shown(read)).containsInAnyOrder(rows);
    PAssert.that(handler.collection().apply(DeadLetterText.map())).containsInAnyOrder(dead);
    Map<String, Long> counts = counts(pipeline.run());
    assertThat(
        counts,
        equalTo(
            Map.of(
                STEP + "/records_in", (long) rows.size() + dead.size(),
                STEP + "/records_out", (long) rows.size(),
                STEP + "/records_dead.malformed", (long) dead.size())));
  }

  /** Keeps the payload and no message of a library. */
  private static final class OnlyOurWords implements PayloadPolicy {

    private static final long serialVersionUID = 1;

    @Override
    public io.summerbeam.sdk.failure.DeadLetter apply(io.summerbeam.sdk.failure.DeadLetter letter) {
      return letter;
    }
  }

  @Test
  public void deadLetter_libraryMessageOnlyWhereKept() throws Exception {
    Path path = file("a.jsonl", "secret");
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    pipeline.apply(read(path).withDeadLetters(handler));
    handler.close();
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .satisfies(
            letters -> {
              assertThat(
                  letters.iterator().next(),
                  startsWith(
                      "FileRows.read|malformed|the record is not JSON near its byte 6"
                          + " (Unrecognized token 'secret'"));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void withoutOriginals_rowsWithoutTheirBytes() throws Exception {
    Path path = file("a.jsonl", line(1) + "\nbad");
    DeadLetters handler = DeadLetters.in(pipeline).withPayloadPolicy(new OnlyOurWords()).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(path)
                .withEventTime("date", PATTERN, ZoneOffset.UTC)
                .withDeadLetters(handler)
                .withoutOriginals());
    handler.close();
    PAssert.that(shown(rows)).containsInAnyOrder(good(1, "a.jsonl", 0, 1, false));
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            dead(
                "a.jsonl",
                line(1).length() + 1,
                2,
                "the record is not JSON near its byte 3",
                "bad"));
    pipeline.run();
  }

  @Test
  public void withoutDeadLetters_failureIsThrownWithoutData() throws Exception {
    Path path = file("a.jsonl", line(1) + "\n{\"date\":secret}\n");
    pipeline.apply(read(path));
    Throwable failure =
        assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run());
    String all = Failures.print(failure);
    assertThat(all, not(containsString("secret")));
    assertThat(
        all,
        containsString(
            "FileRows.read: malformed: the record is not JSON near its byte 15, at "
                + path
                + " line 2 (byte "
                + (line(1).length() + 1)
                + "). With withDeadLetters(...)"));
  }

  @Test
  public void withMaxRecordBytes_longerRecordIsOneDeadLetterWithoutPayload() throws Exception {
    int max = line(1).length();
    Path path = file("a.jsonl", line(1) + "\r\n " + line(2) + "\n" + line(3) + "\n");
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(path)
                .withEventTime("date", PATTERN, ZoneOffset.UTC)
                .withMaxRecordBytes(max)
                .withDeadLetters(handler));
    handler.close();
    PAssert.that(shown(rows))
        .containsInAnyOrder(
            good(1, "a.jsonl", 0, 1, true), good(3, "a.jsonl", 2L * max + 4, 3, true));
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            DeadLetterText.of(
                STEP,
                "malformed",
                "the record is longer than " + max + " bytes (withMaxRecordBytes)",
                Provenance.ofFile("a.jsonl", max + 2L, 2L),
                null,
                null));
    pipeline.run();
  }

  @Test
  public void csv_rowsAndDeadLetters() throws Exception {
    Schema schema =
        Schema.builder()
            .addStringField("iata")
            .addStringField("city")
            .addNullableField("latitude", FieldType.DOUBLE)
            .build();
    Path path =
        file(
            "a.csv",
            Stream.of(
                    "\uFEFFiata;name;city;latitude\r",
                    "00M;x;\"Bay\r",
                    "Springs\";31.95\r",
                    "\r",
                    "00R;x;\"a \"\"b\"\";\";",
                    "bad;x;y",
                    "bad;x;y;z",
                    "bad;x;\"y;1")
                .collect(Collectors.joining("\n", "", "\n")));
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            FileRows.read(path.toString())
                .withSchema(schema)
                .withFormat(CsvFormat.of().withDelimiter(';'))
                .withStepName("Airports")
                .withDeadLetters(handler));
    handler.close();

    Provenance first =
        Provenance.ofFile(path.toString(), 28, 2L)
            .withPayload(utf8("00M;x;\"Bay\r\nSprings\";31.95"), "csv");
    Provenance second =
        Provenance.ofFile(path.toString(), 58, 5L)
            .withPayload(utf8("00R;x;\"a \"\"b\"\";\";"), "csv");
    PAssert.that(rows)
        .containsInAnyOrder(
            Row.withSchema(rows.getSchema())
                .addValues("00M", "Bay\r\nSprings", 31.95, first.toRow())
                .build(),
            Row.withSchema(rows.getSchema())
                .addValues("00R", "a \"b\";", null, second.toRow())
                .build());
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            DeadLetterText.of(
                "Airports",
                "malformed",
                "the record must have 4 columns, as the header, but has 3",
                Provenance.ofFile("a.csv", 76, 6L),
                "csv",
                "bad;x;y"),
            DeadLetterText.of(
                "Airports",
                "malformed",
                "field 'latitude' must be a number (DOUBLE), but is another text",
                Provenance.ofFile("a.csv", 84, 7L),
                "csv",
                "bad;x;y;z"),
            DeadLetterText.of(
                "Airports",
                "malformed",
                "the record is not CSV: a quote is not closed",
                Provenance.ofFile("a.csv", 94, 8L),
                "csv",
                "bad;x;\"y;1\n"));
    pipeline.run();
  }

  @Test
  public void csv_filesWithTheirOwnHeaders() throws Exception {
    Schema schema = Schema.builder().addStringField("a").addStringField("b").build();
    file("1.csv", "a,b\n1,2\n3,4\n");
    file("2.csv", "b,x,a\n5,6,7\n");
    file("3.csv", "");
    PCollection<Row> rows =
        pipeline.apply(
            FileRows.read(folder.getRoot() + "/*.csv")
                .withSchema(schema)
                .withFormat(CsvFormat.of()));
    PAssert.that(rows.apply(ParDo.of(new AandB()))).containsInAnyOrder("1 2", "3 4", "7 5");
    pipeline.run();
  }

  private static final class AandB extends DoFn<Row, String> {

    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Row row, OutputReceiver<String> out) {
      out.output(row.getString("a") + " " + row.getString("b"));
    }
  }

  @Test
  public void csv_headerWithoutAFieldFailsTheJob() throws Exception {
    Path path = file("a.csv", "date,delay,distance,orgin,destination\n");
    pipeline.apply(read(path).withFormat(CsvFormat.of()));
    assertThat(
        Failures.print(assertThrows(RuntimeException.class, pipeline::run)),
        containsString(
            path
                + ": There is no column for the field 'origin'. Did you mean 'orgin'? Columns:"
                + " date, delay, distance, orgin, destination"));
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

  @Test
  public void settings_checkedWhenGiven() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileRows.read("")).getMessage(),
        equalTo("read() must be given a path or a pattern, but was: ''"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read("x").withStepName("")).getMessage(),
        equalTo("withStepName() must not be empty."));
    for (int bad : new int[] {0, -1, Integer.MAX_VALUE}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> read("x").withMaxRecordBytes(bad))
              .getMessage(),
          equalTo("withMaxRecordBytes() must be between 1 and 1073741824, but was: " + bad));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> read("x").withEventTime("date", "HH:mm", ZoneOffset.UTC));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> FileRows.read("x").withSchema(Provenance.addTo(FLIGHT)))
            .getMessage(),
        containsString("is reserved"));
  }

  @Test
  public void settings_checkedTogether() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalStateException.class, () -> pipeline.apply("a", FileRows.read("x")))
            .getMessage(),
        equalTo("FileRows.read: there is no schema. Give one with withSchema()."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> pipeline.apply("b", read("x").withEventTime("dat", PATTERN, ZoneOffset.UTC)))
            .getMessage(),
        startsWith(
            "FileRows.read: EventTime: there is no field 'dat'. Did you mean 'date'? Fields:"));
    Schema nested = Schema.builder().addArrayField("a", FieldType.STRING).build();
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    pipeline.apply(
                        "c", FileRows.read("x").withSchema(nested).withFormat(CsvFormat.of())))
            .getMessage(),
        startsWith("FileRows.read: field 'a' is of type ARRAY, which CSV has no form for."));
  }

  @Test
  public void displayData_tellsWhatIsRead() {
    DisplayData data =
        DisplayData.from(read("x*.csv").withFormat(CsvFormat.of()).withMaxRecordBytes(10));
    Map<String, Object> items = new HashMap<>();
    data.items().forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items.get("pattern"), equalTo("x*.csv"));
    assertThat(items.get("format"), equalTo("csv"));
    assertThat(items.get("maxRecordBytes"), equalTo(10L));
    assertThat(
        DisplayData.from(read("x").withFormat(JsonFormat.of())).items().stream()
            .filter(item -> item.getKey().equals("format"))
            .map(DisplayData.Item::getValue)
            .findFirst()
            .orElse(null),
        equalTo("json"));
    assertThat(items.get("schema"), nullValue());
  }
}
