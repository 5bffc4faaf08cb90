package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.source.Provenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class FileDeadLettersTest {

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private transient Path out;

  @Before
  public void setUp() {
    out = folder.getRoot().toPath().resolve("dead");
  }

  private static DeadLetter letter(String id) {
    return DeadLetter.builder()
        .setId(id)
        .setPipeline("flights")
        .setStep("Validate")
        .setReason("expectation_failed")
        .setMessage("distance_positive")
        .setPayload(id.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat("json")
        .setSource(Provenance.ofFile("flights.jsonl", 0, 1L))
        .setFailureTime(Instant.ofEpochMilli(0))
        .setFirstFailureTime(Instant.ofEpochMilli(0))
        .build();
  }

  private static String line(String id) throws Exception {
    return new String(DeadLetterJson.toBytes(letter(id)), StandardCharsets.UTF_8);
  }

  @Test
  public void bounded_allInFilesOfOneName() throws Exception {
    pipeline
        .apply(Create.of(letter("a"), letter("b")).withCoder(DeadLetter.coder()))
        .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardDays(1))))
        .apply(FileDeadLetters.to(out.toString()));
    pipeline.run();
    assertThat(Directory.lines(out), equalTo(List.of(line("a"), line("b"))));
    for (String name : Directory.contents(out).keySet()) {
      assertThat(name, matchesPattern("dead-letters-\\d{5}-of-\\d{5}\\.jsonl"));
    }
    assertThat(Directory.hidden(out), empty());
  }

  @Test
  public void fileUri_writtenWhereItSays() throws Exception {
    pipeline
        .apply(Create.of(letter("a")).withCoder(DeadLetter.coder()))
        .apply(FileDeadLetters.to("file://" + out));
    pipeline.run();
    assertThat(Directory.lines(out), equalTo(List.of(line("a"))));
  }

  @Test
  public void none_anEmptyFile() throws Exception {
    pipeline.apply(Create.empty(DeadLetter.coder())).apply(FileDeadLetters.to(out.toString()));
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(files.isEmpty(), equalTo(false));
    assertThat(String.join("", files.values()), equalTo(""));
  }

  @Test
  public void handler_writesWhatReadingRefuses() throws Exception {
    Path in =
        Files.write(
            folder.getRoot().toPath().resolve("in.jsonl"),
            new byte[] {'\n', '{', '}', '\r', '\n', '{', (byte) 0xE9, '}'});
    Schema schema = Schema.builder().addStringField("a").build();
    pipeline.getOptions().setJobName("flights");
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(out.toString()))) {
      pipeline.apply(FileRows.read(in.toString()).withSchema(schema).withDeadLetters(dead));
    }
    pipeline.run();
    List<String> lines =
        Directory.lines(out).stream()
            .map(
                line ->
                    line.replaceAll("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"ID\"")
                        .replaceAll(
                            "failure_time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z",
                            "failure_time\":\"NOW"))
            .sorted()
            .toList();
    String start =
        "{\"id\":\"ID\",\"pipeline\":\"flights\",\"step\":\"FileRows.read\","
            + "\"reason\":\"malformed\",\"message\":\"";
    String end =
        "\"event_time\":null,\"failure_time\":\"NOW\",\"severity\":\"permanent\",\"attempts\":1,"
            + "\"window_start\":null,\"window_end\":null,\"first_failure_time\":\"NOW\","
            + "\"payload_format\":\"json\",\"payload_schema\":null,\"key\":null,"
            + "\"key_encoding\":null,\"headers\":{},\"stack_trace\":null,\"version\":1}";
    assertThat(
        lines,
        equalTo(
            List.of(
                start
                    + "field 'a' must be a string, but is missing\",\"error_class\":null,"
                    + "\"payload\":\"{}\",\"payload_encoding\":\"utf-8\",\"source\":{\"file\":\""
                    + in
                    + "\",\"offset\":1,\"line\":2},"
                    + end,
                start
                    + "the record is not UTF-8 at its byte 1\",\"error_class\":null,"
                    + "\"payload\":\"e+l9\",\"payload_encoding\":\"base64\",\"source\":{\"file\":\""
                    + in
                    + "\",\"offset\":5,\"line\":3},"
                    + end)));
  }

  @Test
  public void unbounded_aFileAtEachInterval() throws Exception {
    TestStream<DeadLetter> stream =
        TestStream.create(DeadLetter.coder())
            .addElements(letter("a"))
            .advanceProcessingTime(org.joda.time.Duration.standardSeconds(5))
            .addElements(letter("b"))
            .advanceProcessingTime(org.joda.time.Duration.standardSeconds(6))
            .addElements(letter("c"))
            .advanceProcessingTime(org.joda.time.Duration.standardSeconds(11))
            .advanceWatermarkToInfinity();
    pipeline
        .apply(stream)
        .apply(FileDeadLetters.to(out.toString()).withFlushInterval(Duration.ofSeconds(10)));
    pipeline.run();
    Map<String, String> files = Directory.contents(out);
    assertThat(
        files.get("dead-letters-pane-00000-00000-of-00001.jsonl").lines().sorted().toList(),
        equalTo(List.of(line("a"), line("b"))));
    assertThat(
        files.get("dead-letters-pane-00001-00000-of-00001.jsonl"), equalTo(line("c") + "\n"));
    assertThat(files.size(), equalTo(2));
  }

  @Test
  public void settings_checkedWhenGiven() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileDeadLetters.to("")).getMessage(),
        equalTo("to() must be given a directory, but was: ''"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileDeadLetters.to("file:x"))
            .getMessage(),
        equalTo(
            "to() must be given a directory as a path, or as file:/// and an absolute path, but"
                + " was: 'file:x'"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> FileDeadLetters.to("x").withFlushInterval(Duration.ZERO))
            .getMessage(),
        equalTo("withFlushInterval() must be at least a millisecond, but was: PT0S"));
    Map<String, Object> items = new HashMap<>();
    DisplayData.from(FileDeadLetters.to("x"))
        .items()
        .forEach(item -> items.put(item.getKey(), item.getValue()));
    assertThat(items.get("directory"), equalTo("x"));
  }
}
