package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.samples.CommandLine;
import io.summerbeam.samples.Main;
import io.summerbeam.sdk.failure.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code dead-letters} on a folder, as it is typed. */
@RunWith(JUnit4.class)
public class DeadLetterCommandsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private LetterFolder dead;
  private Path in;

  @Before
  public void writeLetters() throws IOException {
    dead = new LetterFolder(folder.getRoot().toPath().resolve("dead"));
    in = folder.getRoot().toPath().resolve("in");
    dead.write("0", LetterFolder.LATE, LetterFolder.MALFORMED);
  }

  /** What a command prints that does what it is asked, with the store as {@code STORE}. */
  private String printed(String command, String... more) {
    CommandLine ended = command(command, more);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.err(), equalTo(""));
    return ended.out();
  }

  /** What a replay prints that refuses one letter. */
  private String refusing(String... more) {
    CommandLine ended = command("replay", more);
    assertThat(ended.err(), ended.code(), equalTo(3));
    assertThat(
        ended.err().strip(),
        equalTo(
            "dead-letters replay: 1 letter "
                + (Arrays.asList(more).contains("--dry-run") ? "would be " : "")
                + "refused. What is refused stays as it is; the output says which, and why. Mend"
                + " that, or leave it out with --except-id."));
    return ended.out();
  }

  private CommandLine command(String command, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "dead-letters";
    args[1] = command;
    args[2] = dead.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    CommandLine ended = call(args);
    return new CommandLine(
        ended.code(),
        ended.out().replace(dead.toString(), "STORE").replace(in.toString(), "IN"),
        ended.err());
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private String refused(String... args) {
    CommandLine ended = call(args);
    assertThat(ended.out(), ended.code(), equalTo(2));
    return ended.err().replace(dead.toString(), "STORE").strip();
  }

  @Test
  public void summary_countsByReasonStepAndDay() {
    assertThat(
        printed("summary"),
        equalTo(
            lines(
                "STORE: 2 dead letters",
                "",
                "reason     letters  open  unconfirmed  replayed  parked",
                "late             1     1            0         0       0",
                "malformed        1     1            0         0       0",
                "",
                "step       letters  open  unconfirmed  replayed  parked",
                "Aggregate        1     1            0         0       0",
                "Flights          1     1            0         0       0",
                "",
                "day         letters  open  unconfirmed  replayed  parked",
                "2001-02-01        1     1            0         0       0",
                "2001-02-02        1     1            0         0       0")));
    assertThat(
        printed("summary", "--reason=late", "--json"),
        equalTo(
            "{\"store\":\"STORE\",\"letters\":1,\"open\":1,\"unconfirmed\":0,\"replayed\":0,"
                + "\"parked\":0,\"unreadable\":0,"
                + "\"reason\":{\"late\":{\"letters\":1,\"open\":1,\"unconfirmed\":0,"
                + "\"replayed\":0,\"parked\":0}},"
                + "\"step\":{\"Aggregate\":{\"letters\":1,\"open\":1,\"unconfirmed\":0,"
                + "\"replayed\":0,\"parked\":0}},"
                + "\"day\":{\"2001-02-01\":{\"letters\":1,\"open\":1,\"unconfirmed\":0,"
                + "\"replayed\":0,\"parked\":0}}}\n"));
  }

  @Test
  public void summary_saysWhatIsNoLetter() throws Exception {
    Files.writeString(dead.path().resolve("dead-letters-1.jsonl"), "secret\n");
    assertThat(
        printed("summary", "--reason=none"),
        equalTo(
            lines(
                "STORE: 0 dead letters",
                "1 entry is left out: it is no dead letter of this version.")));
  }

  @Test
  public void list_givesALineForEach() {
    assertThat(
        printed("list"),
        equalTo(
            lines(
                "id    failed                    status  attempts  reason     step       source"
                    + "                           message",
                "00aa  2001-02-01T00:00:00Z      open           5  late       Aggregate  in.jsonl"
                    + " line 1 (byte 0)         its window was closed",
                "00bb  2001-02-02T12:00:00.250Z  open           1  malformed  Flights    flights"
                    + " partition 3 (offset 42)  it is no JSON")));
    assertThat(
        printed("list", "--limit=1").lines().skip(2).toList(),
        equalTo(List.of("There are more than 1. Give --limit=NUMBER, or a filter.")));
    assertThat(
        printed("list", "--show-payload", "--id=00bb"),
        containsString("it is no JSON (Unexpected token 'secret')"));
  }

  @Test
  public void list_asJson_isTheEnvelope() {
    assertThat(
        printed("list", "--json", "--id=00bb"),
        equalTo(
            "{\"status\":\"open\",\"id\":\"00bb\",\"pipeline\":\"flights\",\"step\":\"Flights\","
                + "\"reason\":\"malformed\",\"message\":\"it is no JSON\","
                + "\"error_class\":\"com.example.JsonException\",\"payload\":null,"
                + "\"payload_encoding\":null,\"source\":{\"system\":\"kafka\","
                + "\"resource\":\"flights\",\"partition\":3,\"offset\":42},\"event_time\":null,"
                + "\"failure_time\":\"2001-02-02T12:00:00.250Z\",\"severity\":\"permanent\","
                + "\"attempts\":1,\"window_start\":null,\"window_end\":null,"
                + "\"first_failure_time\":\"2001-02-02T12:00:00.250Z\","
                + "\"payload_format\":\"json\",\"payload_schema\":\"n INT64\",\"key\":null,"
                + "\"key_encoding\":null,\"headers\":{},\"stack_trace\":null,\"version\":1}\n"));
    assertThat(
        printed("list", "--json", "--id=00aa", "--show-payload"),
        containsString("\"payload\":\"{\\\"secret\\\":1}\",\"payload_encoding\":\"utf-8\""));
  }

  @Test
  public void list_thatNobodyReads_fails() throws Exception {
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    String[] list = {"dead-letters", "list", dead.toString(), "--json"};
    assertThat(Main.launcher(errors).run(list, broken, errors), equalTo(1));
    assertThat(err.toString(StandardCharsets.UTF_8), containsString("The list cannot be written"));
  }

  @Test
  public void list_hasALimitForPeople_andNoneForPrograms() throws Exception {
    DeadLetter[] more = new DeadLetter[120];
    for (int i = 0; i < more.length; i++) {
      more[i] = LetterFolder.LATE.toBuilder().setId("more-" + i).build();
    }
    dead.write("1", more);
    Files.writeString(dead.path().resolve("dead-letters-2.jsonl"), "secret\n");
    String leftOut = "1 entry is left out: it is no dead letter of this version.";

    List<String> shown = printed("list").lines().toList();
    assertThat(shown.size(), equalTo(102));
    assertThat(
        shown.get(101), equalTo("There are more than 100. Give --limit=NUMBER, or a filter."));
    shown = printed("list", "--limit=122").lines().toList();
    assertThat(shown.size(), equalTo(124));
    assertThat(shown.get(123), equalTo(leftOut));

    CommandLine all = command("list", "--json");
    assertThat(all.err(), all.code(), equalTo(0));
    assertThat(all.out().lines().count(), equalTo(122L));
    assertThat(all.err(), equalTo(lines(leftOut)));

    CommandLine two = command("list", "--json", "--limit=2");
    assertThat(two.err(), two.code(), equalTo(0));
    assertThat(
        two.out().lines().map(line -> line.substring(0, 28)).toList(),
        equalTo(
            List.of(
                "{\"status\":\"open\",\"id\":\"00aa\"", "{\"status\":\"open\",\"id\":\"00bb\"")));
    assertThat(
        two.err(), equalTo(lines("There are more than 2. Give --limit=NUMBER, or a filter.")));
  }

  @Test
  public void filters_takeWhatTheyName() {
    for (String filter :
        List.of(
            "--reason=late",
            "--step=Aggregate",
            "--id=00aa",
            "--since=2001-02-01",
            "--until=2001-02-02T12:00:00Z")) {
      boolean both = filter.startsWith("--since");
      assertThat(filter, printed("list", filter), containsString("00aa"));
      assertThat(filter, printed("list", filter).contains("00bb"), equalTo(both));
    }
    assertThat(printed("list", "--reason=late", "--reason=malformed"), containsString("00bb"));
    assertThat(printed("list", "--except-id=00aa"), not(containsString("00aa")));
    assertThat(printed("list", "--except-id=00aa"), containsString("00bb"));
    assertThat(
        printed("list", "--except-id=00aa", "--except-id=00bb").lines().count(), equalTo(1L));
    for (String filter :
        List.of("--pipeline=orders", "--severity=retryable", "--status=parked", "--since=1h")) {
      assertThat(filter, printed("list", filter).lines().count(), equalTo(1L));
    }
  }

  @Test
  public void show_givesAllThatIsKnown() {
    assertThat(
        printed("show", "00bb"),
        equalTo(
            lines(
                "id              00bb",
                "status          open",
                "pipeline        flights",
                "step            Flights",
                "reason          malformed",
                "message         it is no JSON",
                "error class     com.example.JsonException",
                "severity        permanent",
                "source          flights partition 3 (offset 42)",
                "attempts        1",
                "first failure   2001-02-02T12:00:00.250Z",
                "failure         2001-02-02T12:00:00.250Z",
                "event time      -",
                "window          -",
                "payload format  json",
                "payload schema  n INT64",
                "key             1 byte, not shown (--show-payload)",
                "headers         1 header, not shown (--show-payload)",
                "payload         12 bytes, not shown (--show-payload)",
                "stack trace     not shown (--show-payload)")));
    assertThat(
        printed("show", "--show-payload", "00bb"),
        containsString(
            lines(
                "key             base64: /w==",
                "headers         {token=secret}",
                "payload         secret \\u001b[31m",
                "stack trace",
                "  com.example.JsonException: secret",
                "  at X")));
    assertThat(
        printed("show", "00aa"),
        containsString("window          2001-01-05T00:00:00Z to 2001-01-06T00:00:00Z\n"));
  }

  @Test
  public void withoutShowPayload_noDataIsPrinted() {
    for (String[] args :
        new String[][] {
          {"summary"}, {"list"}, {"show"}, {"replay", "--to=" + in, "--set=a=n + 1"}
        }) {
      String[] more = Arrays.copyOfRange(args, 1, args.length);
      String[] json = Arrays.copyOf(more, more.length + 1);
      json[more.length] = "--json";
      for (String[] each : new String[][] {more, json}) {
        CommandLine ended = command(args[0], each);
        // The replay refuses one.
        assertThat(ended.err(), ended.code(), equalTo(args[0].equals("replay") ? 3 : 0));
        assertThat(ended.out() + ended.err(), not(containsString("secret")));
      }
    }
  }

  @Test
  public void replay_deliversParksAndRefuses() throws Exception {
    dead.write("1", LetterFolder.LATE.toBuilder().setId("00cc").setAttempts(1).build());
    String[] edit = {"--to=" + in, "--set=n=secret + 1", "--set=x='a, b'"};
    String[] dry = {edit[0], edit[1], edit[2], "--dry-run"};
    String counts =
        lines(
            "  replayed  1",
            "            1  had no 'n' before",
            "            1  had no 'x' before",
            "  parked    1",
            "  refused   1",
            "            1  its payload is no object of JSON",
            "                 00bb");
    assertThat(
        refusing(dry), equalTo("STORE to IN: nothing was done. This is what would be:\n" + counts));
    assertThat(Files.exists(in), equalTo(false));
    assertThat(refusing(edit), equalTo("STORE to IN, delivered at least once\n" + counts));
    assertThat(
        CommandLine.lines(in, "replayed-"),
        equalTo(List.of("{\"secret\":1,\"n\":2,\"x\":\"a, b\"}")));
    assertThat(printed("list", "--status=replayed"), containsString("00cc"));
    assertThat(printed("list", "--status=parked"), containsString("00aa"));
    assertThat(
        refusing("--to=" + in, "--set=n=1", "--json"),
        equalTo(
            "{\"delivery\":\"at least once\",\"replayed\":0,\"superseded\":0,\"parked\":0,\"passed_over\":0,"
                + "\"refused\":{\"its payload is no object of JSON\":1},"
                + "\"refused_ids\":{\"its payload is no object of JSON\":[\"00bb\"]},\"added\":{},"
                + "\"unreadable\":0}\n"));
    assertThat(
        printed("replay", "--to=" + in, "--status=parked", "--max-attempts=6"),
        containsString("  replayed  1\n"));
  }

  @Test
  public void replay_maskedLetters_areRefusedUnlessTheyAreAllowed() throws Exception {
    dead.write(
        "1",
        LetterFolder.LATE.toBuilder()
            .setId("00cc")
            .setAttempts(1)
            .setPayload("{\"name\":\"[MASKED]\"}".getBytes(StandardCharsets.UTF_8))
            .setPayloadFormat("masked+json")
            .build());
    assertThat(
        refusing("--to=" + in, "--id=00cc"),
        equalTo(
            lines(
                "STORE to IN, delivered at least once",
                "  replayed  0",
                "  parked    0",
                "  refused   1",
                "            1  it is masked: replay it from its source, or allow what is masked",
                "                 00cc")));
    assertThat(Files.exists(in), equalTo(false));
    assertThat(printed("list", "--status=open"), containsString("00cc"));
    assertThat(
        printed("replay", "--to=" + in, "--id=00cc", "--allow-masked"),
        containsString("  replayed  1\n"));
    assertThat(CommandLine.lines(in, "replayed-"), equalTo(List.of("{\"name\":\"[MASKED]\"}")));
  }

  @Test
  public void watch_showsNewOnes() throws Exception {
    CompletableFuture<String> watch =
        CompletableFuture.supplyAsync(() -> printed("watch", "--limit=1", "--reason=late"));
    // Until the watch sees one: what is written before it begins is not new.
    for (int i = 1; !watch.isDone(); i++) {
      dead.write(String.valueOf(i), LetterFolder.MALFORMED, LetterFolder.LATE);
      try {
        watch.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        assertThat("a watch that sees nothing", i < 300);
      }
    }
    assertThat(
        watch.get(),
        equalTo(
            lines(
                "Watching STORE. Ctrl-C ends it.",
                "00aa  2001-02-01T00:00:00Z  open  5  late  Aggregate  in.jsonl line 1 (byte 0)"
                    + "  its window was closed")));
  }

  @Test
  public void wrongArguments_areRefusedWithARemedy() {
    String store = dead.toString();
    assertThat(
        refused("dead-letters", "list"), containsString("See ./summerbeam help dead-letters list"));
    assertThat(
        refused("dead-letters", "list", "ftp://user:secret@host"),
        equalTo(
            "STORE must be kafka:TOPIC or jdbc:postgresql://HOST/NAME or a folder, but was:"
                + " ftp:..."));
    assertThat(
        refused("dead-letters", "list", store, "--since=yesterday"),
        equalTo(
            "--since must be a day (2001-01-31), a time (2001-01-31T12:00:00Z) or an age (90m, 24h,"
                + " 7d), but was: yesterday"));
    assertThat(
        refused("dead-letters", "list", store, "--status=done"),
        equalTo(
            "--status: A status must be one of open, unconfirmed, replayed, parked, but was:"
                + " done"));
    assertThat(
        refused("dead-letters", "list", store, "--limit=0"),
        equalTo("--limit must be 1 or more, but was: 0"));
    assertThat(
        refused("dead-letters", "show", store, "ffff"),
        equalTo("There is no such dead letter in STORE. See ./summerbeam help dead-letters list"));
    assertThat(
        refused("dead-letters", "replay", store, "--to=" + in, "--set=66"),
        equalTo("--set must be a field, = and an expression ('distance=66'), but was: 66"));
    assertThat(
        refused("dead-letters", "replay", store, "--to=" + in, "--set=a=1 +"),
        startsWith("set(a)"));
    assertThat(
        refused("dead-letters", "replay", store, "--to=" + in, "--upsertVersion=at"),
        equalTo("--upsertVersion is of a table: it needs --to=jdbc:postgresql://HOST:PORT/NAME."));
    assertThat(
        refused("dead-letters", "replay", store, "--to=" + in, "--max-attempts=1"),
        startsWith("withMaxAttempts() must be 2 or more"));
    assertThat(
        refused("dead-letters", "lists", store),
        startsWith("There is no command 'dead-letters lists'. Did you mean 'dead-letters list'?"));
  }

  @Test
  public void storeThatIsNotThere_isAFailure() {
    CommandLine ended = call("dead-letters", "list", in.toString());
    assertThat(ended.code(), equalTo(1));
    assertThat(
        ended.err().strip(),
        equalTo(
            "dead-letters list FAILED: IOException: "
                + in
                + " has no dead letters: there is no dead-letters-*.jsonl in it."));
  }
}
