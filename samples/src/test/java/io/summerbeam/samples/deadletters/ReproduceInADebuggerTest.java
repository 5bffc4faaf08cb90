package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.samples.flights.FlightsPipeline;
import io.summerbeam.sdk.failure.DeadLetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code dead-letters reproduce --debugPort}, with a debugger that attaches. */
@RunWith(JUnit4.class)
public class ReproduceInADebuggerTest {

  private static final DeadLetter LETTER =
      LetterFolder.LATE.toBuilder()
          .setStep("Validate")
          .setReason("expectation_failed")
          .setMessage("expectations failed: delay_plausible")
          .setPayload(
              ("{\"date\":\"2001/01/05 12:00\",\"delay\":9000,\"distance\":300,"
                      + "\"origin\":\"DTW\",\"destination\":\"LAS\"}")
                  .getBytes(StandardCharsets.UTF_8))
          .build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private LetterFolder dead;

  @Before
  public void writeLetter() throws IOException {
    dead = new LetterFolder(Path.of(folder.getRoot().toString(), "dead"));
    dead.write("0", LETTER);
  }

  private static InetAddress localhost() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, localhost())) {
      return free.getLocalPort();
    }
  }

  private CommandLine reproduce(String... more) {
    List<String> args =
        new ArrayList<>(List.of("dead-letters", "reproduce", dead.toString(), "00aa"));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private CompletableFuture<CommandLine> start(int port, String airports, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--debugPort=" + port, "--with=--airports=" + airports));
    args.addAll(List.of(more));
    return CompletableFuture.supplyAsync(() -> reproduce(args.toArray(String[]::new)));
  }

  /** Attaches as soon as it listens. */
  private static VirtualMachine attach(int port, CompletableFuture<CommandLine> command)
      throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(String.valueOf(port));
    for (int i = 0; i < 600; i++) {
      try {
        return connector.attach(arguments);
      } catch (IOException e) {
        try {
          throw new AssertionError("It did not wait: " + command.get(100, TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
          // It starts.
          assertThat(command.isDone(), equalTo(false));
        }
      }
    }
    throw new AssertionError("Nothing listens on " + port + ".");
  }

  /** Lets it go on to its end, and tells which of the classes it was asked for it came to. */
  private static List<String> resumeToTheEnd(VirtualMachine machine) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    machine.resume();
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof ClassPrepareEvent prepared) {
          seen.add(prepared.referenceType().name());
        }
        if (event instanceof VMDeathEvent) {
          events.resume();
          return seen;
        }
      }
      events.resume();
    }
  }

  private static String waits(int port) {
    return "The job waits in a JVM of its own for a debugger on 127.0.0.1:"
        + port
        + " (jdb -attach 127.0.0.1:"
        + port
        + ", or remote debugging in an IDE). It goes on when the debugger lets it.\n"
        + "Listening for transport dt_socket at address: "
        + port
        + "\n";
  }

  @Test
  public void record_runsWhenTheDebuggerLetsIt() throws Exception {
    int port = freePort();
    CompletableFuture<CommandLine> command = start(port, sample("flights/airports.csv"));
    VirtualMachine machine = attach(port, command);
    ClassPrepareRequest stop = machine.eventRequestManager().createClassPrepareRequest();
    stop.addClassFilter(FlightsPipeline.class.getName());
    stop.enable();
    assertThat("it waits", command.isDone(), equalTo(false));

    assertThat(
        resumeToTheEnd(machine), equalTo(List.of("io.summerbeam.samples.flights.FlightsPipeline")));

    CommandLine ended = command.get(1, TimeUnit.MINUTES);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), startsWith(waits(port)));
    assertThat(ended.out(), containsString("\nflights on DirectRunner: done in "));
    String again = "in Validate  expectation_failed  expectations failed: delay_plausible\n";
    assertThat(ended.out(), endsWith("\nit failed  " + again + "now        " + again));
  }

  @Test
  public void asJson_whatTheJobPrintsIsNotAmongIt() throws Exception {
    int port = freePort();
    CompletableFuture<CommandLine> command = start(port, sample("flights/airports.csv"), "--json");
    assertThat(resumeToTheEnd(attach(port, command)), equalTo(List.of()));

    CommandLine ended = command.get(1, TimeUnit.MINUTES);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.err(), startsWith(waits(port)));
    String failure =
        "{\"step\":\"Validate\",\"reason\":\"expectation_failed\","
            + "\"message\":\"expectations failed: delay_plausible\"}";
    assertThat(
        ended.out(),
        equalTo(
            "{\"id\":\"00aa\",\"then\":"
                + failure
                + ",\"now\":"
                + failure
                + ",\"masked\":false}\n"));
  }

  @Test
  public void refusalOfTheJob_isPassedOn() throws Exception {
    int port = freePort();
    CompletableFuture<CommandLine> command = start(port, "no-such.csv");
    assertThat(resumeToTheEnd(attach(port, command)), equalTo(List.of()));

    CommandLine ended = command.get(1, TimeUnit.MINUTES);
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.out(), equalTo(waits(port) + "--airports matches no file: no-such.csv\n"));
    assertThat(ended.err().strip(), equalTo("What it printed says why."));
  }

  @Test
  public void jobThatTheDebuggerEnds_failed() throws Exception {
    int port = freePort();
    CompletableFuture<CommandLine> command = start(port, sample("flights/airports.csv"));
    attach(port, command).exit(7);

    CommandLine ended = command.get(1, TimeUnit.MINUTES);
    assertThat(ended.code(), equalTo(1));
    assertThat(ended.out(), equalTo(waits(port)));
    assertThat(
        ended.err().strip(),
        equalTo(
            "dead-letters reproduce FAILED: IllegalStateException: The job failed (code 7). What it"
                + " printed says why."));
  }

  @Test
  public void portsThatAreNone_areRefused() throws IOException {
    for (int port : new int[] {0, 65_536, -1}) {
      refused("--debugPort must be from 1 to 65535, but was: " + port, String.valueOf(port));
    }
    refused("--debugPort must be a whole number, but was: jdwp", "jdwp");
    try (ServerSocket taken = new ServerSocket(0, 1, localhost())) {
      String port = String.valueOf(taken.getLocalPort());
      refused(
          "--debugPort must be free, but 127.0.0.1:"
              + port
              + " cannot be listened on. Name another port.",
          port);
    }
  }

  private void refused(String message, String port) {
    CommandLine ended = reproduce("--debugPort=" + port);
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.out(), equalTo(""));
    assertThat(ended.err().strip(), equalTo(message));
  }
}
