package io.summerbeam.io.files;

import static io.summerbeam.io.files.FlightFiles.PATTERN;
import static io.summerbeam.io.files.FlightFiles.STEP;
import static io.summerbeam.io.files.FlightFiles.counts;
import static io.summerbeam.io.files.FlightFiles.dead;
import static io.summerbeam.io.files.FlightFiles.good;
import static io.summerbeam.io.files.FlightFiles.line;
import static io.summerbeam.io.files.FlightFiles.read;
import static io.summerbeam.io.files.FlightFiles.shown;
import static io.summerbeam.io.files.FlightFiles.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ReadFileRowsErrorsTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.getRoot().toPath().resolve(name), content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, utf8(content));
  }

  @Test
  public void dirtyFile_eachBadRecordOneDeadLetter() throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    List<String> rows = new ArrayList<>();
    List<String> dead = new ArrayList<>();
    int[] line = {1};
    class Lines {
      void good(int minute, String end) {
        rows.add(FlightFiles.good(minute, "dirty.jsonl", content.size(), line[0], true));
        blank(line(minute) + end);
      }

      void blank(String text) {
        content.writeBytes(utf8(text));
        line[0]++;
      }

      void bad(byte[] record, String end, String message) {
        dead.add(
            FlightFiles.dead(
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
  public void eventTime_farInTheFuture_isOneDeadLetter() throws Exception {
    String planned = line(2).replace("2001", "9999");
    Path path = file("a.jsonl", line(1) + "\n" + planned + "\n" + line(3));
    DeadLetters handler = DeadLetters.in(pipeline).collect();
    PCollection<Row> rows =
        pipeline.apply(
            read(path).withEventTime("date", PATTERN, ZoneOffset.UTC).withDeadLetters(handler));
    handler.close();
    PAssert.that(shown(rows))
        .containsInAnyOrder(
            good(1, "a.jsonl", 0, 1, true), good(3, "a.jsonl", 2L * line(1).length() + 2, 3, true));
    PAssert.that(handler.collection().apply(DeadLetterText.map()))
        .containsInAnyOrder(
            dead(
                "a.jsonl",
                line(1).length() + 1,
                2,
                "field 'date' must be a time at most PT24H after now (withMaxFuture), but is later",
                planned));
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
  public void withoutDeadLetters_recordThatMayBeReadLater_doesNotEndTheJobForGood()
      throws Exception {
    try (RegistryServer registry = new RegistryServer()) {
      FileLayout layout =
          new RegistryLines(AvroFormat.of().withRegistry(RestRegistry.at(registry.url())));
      // The id of a schema that the registry does not have.
      assertThat(endsForGood(layout, file("later.avro", "\0\0\0\0c\n")), equalTo(false));
      assertThat(endsForGood(layout, file("never.avro", "c\n")), equalTo(true));
    }
  }

  /** Whether a runner is told that it is final where such a file fails a job. */
  private static boolean endsForGood(FileLayout layout, Path path) {
    Pipeline reading = Pipeline.create();
    reading.apply(read(path).toBuilder().setLayout(layout).build());
    assertThat(
        Failures.print(assertThrows(Pipeline.PipelineExecutionException.class, reading::run)),
        containsString("FileRows.read: malformed: "));
    return NotedFinalFailure.SEEN.stream()
        .anyMatch(each -> each.getMessage().contains(path.toString()));
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
}
