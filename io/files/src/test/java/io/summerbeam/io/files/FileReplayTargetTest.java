package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplayWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class FileReplayTargetTest {

  private static final Schema SCHEMA = Schema.builder().addInt64Field("n").build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder folder = new TemporaryFolder();

  private static DeadLetter letter(String payload, String format) {
    return DeadLetter.builder()
        .setId("first")
        .setPipeline("numbers")
        .setStep("Numbers")
        .setReason("malformed")
        .setMessage("it is wrong")
        .setPayload(payload == null ? null : payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat(format)
        .setAttempts(2)
        .setFailureTime(Instant.EPOCH)
        .setFirstFailureTime(Instant.EPOCH)
        .build();
  }

  private static ReplayRecord record(String payload) {
    return ReplayRecord.of(letter(payload, "json"));
  }

  private FileReplayTarget target() {
    return FileReplayTarget.to(in().toString());
  }

  private Path in() {
    return folder.getRoot().toPath().resolve("in");
  }

  @Test
  public void flush_makesAFileThatIsComplete() throws Exception {
    try (ReplayWriter writer = target().open()) {
      writer.write(record("{\"n\":1}"));
      writer.write(record("{\"n\":\r\n2}"));
      assertThat(Files.exists(in()), equalTo(false));
      writer.flush();
      writer.flush();
      writer.write(record("{\"n\":3}"));
      writer.flush();
      writer.write(record("{\"n\":4}"));
    }
    List<String> names = new ArrayList<>(Directory.contents(in()).keySet());
    assertThat(names.stream().filter(name -> name.endsWith(".jsonl")).toList().size(), equalTo(2));
    for (String name : names) {
      assertThat(name, matchesPattern("replayed-\\d{8}T\\d{6}Z-[0-9a-f]{8}\\.jsonl"));
    }
    assertThat(
        Directory.lines(in()).stream().sorted().toList(),
        contains("{\"n\":  2}", "{\"n\":1}", "{\"n\":3}"));
  }

  @Test
  public void objectOnSeveralLines_isTheSameOnOne() throws Exception {
    String payload = "\r\n{\r\n\t\"n\": 1,\n\t\"s\":\r[\"a\\nb\\r\"]\n}\n";
    for (String format : List.of("json", "row+json")) {
      assertThat(target().refusal(ReplayRecord.of(letter(payload, format))), nullValue());
    }
    try (ReplayWriter writer = target().open()) {
      writer.write(record(payload));
      writer.flush();
    }
    assertThat(Directory.lines(in()), contains("  {  \t\"n\": 1, \t\"s\": [\"a\\nb\\r\"] } "));
  }

  @Test
  public void refusal_whatWouldBeAnotherRecordOnOneLine() {
    for (String payload :
        List.of(
            "{\"note\":\"a\nb\"}",
            "{\"note\":\"a\rb\"}",
            "{\"n\":1,\"a\nb\":2}",
            "{\"notes\":[{\"note\":\"a\r\nb\"}]}",
            "{\"n\":1\n",
            "{\"n\":1\n2}",
            "{\"n\":1}\n{\"n\":2}",
            "a,b\nc,d",
            "a\n")) {
      for (String format : List.of("json", "row+json")) {
        assertThat(
            payload,
            target().refusal(ReplayRecord.of(letter(payload, format))),
            equalTo(
                "its payload has line breaks and is no object of JSON; on one line it would be"
                    + " another"));
      }
    }
    // What is one line already stays as it is, and malformed.
    assertThat(target().refusal(record("{\"n\":")), nullValue());
    assertThat(target().refusal(record("{\"note\":\"a\tb\"}")), nullValue());
  }

  @Test
  public void refusal_whatWouldBeABlankLine() {
    for (String payload : List.of("", " ", "\n", "\r\n", " \t\u000b\f\r \n")) {
      assertThat(
          target().refusal(record(payload)),
          equalTo("its payload is blank, and a blank line of a file is no record"));
    }
    assertThat(target().refusal(record("\0")), nullValue());
    assertThat(target().refusal(record("\u00a0")), nullValue());
  }

  @Test
  public void recordThatFailsAgain_goesOnCounting() throws Exception {
    try (ReplayWriter writer = target().open()) {
      writer.write(record("{\"n\":1}"));
      writer.write(record("{\"n\":\"x\"}"));
      writer.write(record("{}"));
      writer.flush();
    }
    Files.writeString(in().resolve("replayed-by-hand.jsonl"), "{\"n\":null}\n");
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      pipeline.apply(FileRows.read(in() + "/*.jsonl").withSchema(SCHEMA).withDeadLetters(dead));
    }
    PAssert.that(dead.collection())
        .satisfies(
            letters -> {
              List<String> found = new ArrayList<>();
              for (DeadLetter each : letters) {
                found.add(
                    each.attempts()
                        + " "
                        + each.firstFailureTime().equals(Instant.EPOCH)
                        + " "
                        + each.headers().get("summerbeam.replay.id"));
              }
              assertThat(found, containsInAnyOrder("3 true first", "3 true first", "1 false null"));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void refusal_saysWhatTheFilesCannotHold() {
    pipeline.enableAbandonedNodeEnforcement(false);
    assertThat(target().refusal(record("{}")), nullValue());
    assertThat(target().refusal(ReplayRecord.of(letter("{}", "row+json"))), nullValue());
    assertThat(target().refusal(ReplayRecord.of(letter(null, null))), equalTo("it has no payload"));
    assertThat(
        target().refusal(ReplayRecord.of(letter("x", null))),
        equalTo("the format of its payload is not known"));
    assertThat(
        target().refusal(ReplayRecord.of(letter("x", "csv"))),
        equalTo("its payload is no JSON, which the files are of, but csv"));
    assertThrows(IllegalArgumentException.class, () -> FileReplayTarget.to(""));
    assertThat(target().toString(), equalTo(in().toString()));
    assertThat(List.of(in().toFile().exists()), contains(false));
  }
}
