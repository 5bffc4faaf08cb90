package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Dead letters of the flights job go back into it, mended. */
@RunWith(JUnit4.class)
public class RepairFlightsTest {

  private static final String GOOD = flight("10:00", "20", "300");
  private static final String NO_NUMBER = flight("11:00", "40", "\"far\"");
  private static final String NOT_PLAUSIBLE = flight("12:00", "9000", "300");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static String flight(String time, String delay, String distance) {
    return "{\"date\":\"2001/01/05 "
        + time
        + "\",\"delay\":"
        + delay
        + ",\"distance\":"
        + distance
        + ",\"origin\":\"DTW\",\"destination\":\"LAS\"}";
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private static CommandLine succeed(String... args) {
    CommandLine ended = call(args);
    assertThat(ended.err(), ended.code(), equalTo(0));
    return ended;
  }

  private void run(String input, String output) {
    succeed(
        "run",
        "flights",
        "--input=" + input,
        "--airports=" + sample("flights/airports.csv"),
        "--output=" + path(output));
  }

  private List<DeadLetter> dead(String output) throws IOException {
    return CommandLine.lines(path(output).resolve("dead-letters"), "dead-letters-").stream()
        .map(line -> DeadLetterJson.read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static String day(int flights, String mean, int max, int delayed) {
    return "{\"origin_state\":\"MI\",\"window_start\":\"2001-01-05T00:00:00Z\","
        + "\"window_end\":\"2001-01-06T00:00:00Z\",\"flights\":"
        + flights
        + ",\"mean_delay\":"
        + mean
        + ",\"max_delay\":"
        + max
        + ",\"delayed_15\":"
        + delayed
        + "}";
  }

  @Test
  public void mendedRecords_areReadByTheNextRun() throws Exception {
    Path in = Files.createDirectory(path("in"));
    Files.write(in.resolve("flights.jsonl"), List.of(GOOD, NO_NUMBER, NOT_PLAUSIBLE));
    run(in + "/*.jsonl", "first");
    assertThat(CommandLine.lines(path("first"), "delays-"), contains(day(1, "20.0", 20, 1)));
    String store = path("first").resolve("dead-letters").toString();

    CommandLine replay =
        succeed(
            "dead-letters",
            "replay",
            store,
            "--reason=malformed",
            "--set=distance=300",
            "--to=" + path("mended"));
    assertThat(replay.out(), containsString("  replayed  1\n"));
    succeed("dead-letters", "replay", store, "--to=" + path("unmended"));

    assertThat(
        CommandLine.lines(path("mended"), "replayed-"), contains(flight("11:00", "40", "300")));
    run(path("mended") + "/*.jsonl", "second");
    assertThat(CommandLine.lines(path("second"), "delays-"), contains(day(1, "40.0", 40, 1)));
    assertThat(dead("second"), equalTo(List.of()));

    // Beside the input it came from: the day is that of the corrected input. The record that was
    // wrong still is.
    Files.write(in.resolve("mended.jsonl"), CommandLine.lines(path("mended"), "replayed-"));
    run(in + "/*.jsonl", "corrected");
    assertThat(CommandLine.lines(path("corrected"), "delays-"), contains(day(2, "30.0", 40, 2)));
    assertThat(
        dead("corrected").stream().map(DeadLetter::reason).toList(),
        containsInAnyOrder("malformed", "expectation_failed"));

    run(path("unmended") + "/*.jsonl", "third");
    assertThat(dead("third").size(), equalTo(1));
    DeadLetter again = dead("third").get(0);
    assertThat(again.step(), equalTo("Validate"));
    assertThat(again.attempts(), equalTo(2));
    DeadLetter before =
        dead("first").stream().filter(each -> each.step().equals("Validate")).findFirst().get();
    assertThat(again.firstFailureTime(), equalTo(before.failureTime()));
    assertThat(again.payload(), equalTo(NOT_PLAUSIBLE.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  public void reproduce_runsTheRecordAlone() throws Exception {
    Path in = Files.write(path("in.jsonl"), List.of(GOOD, NOT_PLAUSIBLE));
    run(in.toString(), "first");
    String store = path("first").resolve("dead-letters").toString();
    String id = dead("first").get(0).id();
    String airports = "--with=--airports=" + sample("flights/airports.csv");

    String fails = succeed("dead-letters", "reproduce", store, id, airports).out();
    assertThat(
        fails,
        equalTo(
            "it failed  in Validate  expectation_failed  expectations failed: delay_plausible\n"
                + "now        in Validate  expectation_failed  expectations failed:"
                + " delay_plausible\n"));
    assertThat(dead("first").size(), equalTo(1));

    CommandLine unknown = call("dead-letters", "reproduce", store, id, "--job=trains");
    assertThat(unknown.code(), equalTo(2));
    assertThat(unknown.err(), containsString("There is no job 'trains'"));
  }
}
