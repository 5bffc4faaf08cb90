package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.runners.Home;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Records of the orders job, which start its database, and whose letters are masked. */
@RunWith(JUnit4.class)
public class ReproduceOrdersTest {

  private static final String CARD = "9999000000000004";
  private static final String MASKED =
      "The payload is masked: where a step looks at a masked field, the record itself may end"
          + " otherwise.";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String home;

  @Before
  public void beAtHome() {
    home = System.getProperty(Home.PROPERTY);
    System.setProperty(Home.PROPERTY, Path.of("..").toAbsolutePath().normalize().toString());
  }

  @After
  public void leave() {
    if (home == null) {
      System.clearProperty(Home.PROPERTY);
    } else {
      System.setProperty(Home.PROPERTY, home);
    }
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private static String order(String customer, String card, String product) {
    return "{\"order_id\":\"O-1\",\"placed_at\":\"2026-03-02 08:00:00\",\"customer_id\":\""
        + customer
        + "\",\"name\":\"A\",\"email\":\"a@mail.example\",\"card\":\""
        + card
        + "\",\"product_id\":\""
        + product
        + "\",\"quantity\":1,\"note\":null}";
  }

  private CommandLine reproduce(String store, String id, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "dead-letters";
    args[1] = "reproduce";
    args[2] = path(store).toString();
    args[3] = id;
    System.arraycopy(more, 0, args, 4, more.length);
    return call(args);
  }

  private String reproduced(String store, String id, String... more) {
    CommandLine ended = reproduce(store, id, more);
    assertThat(ended.err(), ended.code(), equalTo(0));
    return ended.out();
  }

  @Test
  public void lettersOfAnInput_failAgainWithWhatTheMaskLeft() throws IOException {
    String good = order("C-0001", CARD, "P-0001");
    Path in =
        Files.write(
            path("in.jsonl"),
            List.of(good, order("C-0001", "9999000000000005", "P-0001"), good.substring(0, 40)));
    CommandLine run = call("run", "orders", "--seed=7", "--input=" + in, "--output=" + path("out"));
    assertThat(run.err(), run.code(), equalTo(0));
    assertThat(CommandLine.lines(path("out"), "orders-").size(), equalTo(1));
    List<DeadLetter> dead =
        CommandLine.lines(path("out/dead-letters"), "dead-letters-").stream()
            .map(line -> DeadLetterJson.read(line.getBytes(StandardCharsets.UTF_8)))
            .toList();
    assertThat(dead.size(), equalTo(2));

    // A number that is no card's is replaced, and what replaces it is no card's either.
    DeadLetter card = line(dead, 2);
    String again = "in Validate  expectation_failed  expectations failed: card_valid\n";
    assertThat(
        reproduced("out/dead-letters", card.id(), "--with=--seed=7"),
        equalTo("it failed  " + again + "now        " + again + masked(card)));
    DeadLetter cutOff = line(dead, 3);
    CommandLine refused = reproduce("out/dead-letters", cutOff.id());
    assertThat(refused.code(), equalTo(2));
    assertThat(
        refused.err().strip(),
        equalTo("The dead letter " + cutOff.id() + " cannot be reproduced: it has no payload."));
  }

  private static DeadLetter line(List<DeadLetter> dead, long line) {
    return dead.stream().filter(each -> each.source().line() == line).findFirst().orElseThrow();
  }

  private static String masked(DeadLetter letter) {
    return MASKED + " It came from " + letter.source() + ".\n";
  }

  /** Nothing that is hashed is in a table. */
  @Test
  public void maskedLetter_thatComesToTheCustomers_failsThere() throws IOException {
    new LetterFolder(path("dead"))
        .write("0", late(order("d17c7716c37e50b3", CARD, "P-0001"), "masked+row+json"));

    assertThat(
        reproduced("dead", "00aa"),
        equalTo(
            "it failed  in Aggregate  late         its window was closed\n"
                + "now        in Customers  lookup_miss  the key (customer_id) is not in the table\n"
                + MASKED
                + "\n"));
  }

  @Test
  public void letterThatIsNotMasked_isTheRecord() throws IOException {
    new LetterFolder(path("dead")).write("0", late(order("C-0001", CARD, "P-0001"), "row+json"));

    assertThat(
        reproduced("dead", "00aa", "--with=--seed=7"),
        equalTo(
            """
            it failed  in Aggregate  late  its window was closed
            now        it passes
            """));
  }

  private static DeadLetter late(String payload, String format) {
    return LetterFolder.LATE.toBuilder()
        .setPipeline("orders")
        .setSource(null)
        .setPayload(payload.getBytes(StandardCharsets.UTF_8))
        .setPayloadFormat(format)
        .build();
  }

  @Test
  public void optionsThatWouldLeaveTheFolder_areRefused() throws IOException {
    new LetterFolder(path("dead")).write("0", late(order("C-0001", CARD, "P-0001"), "row+json"));
    for (String option : List.of("--input", "--output", "--deadLetters", "--sink")) {
      CommandLine refused = reproduce("dead", "00aa", "--with=" + option + "=x");
      assertThat(refused.code(), equalTo(2));
      assertThat(
          refused.err().strip(),
          equalTo(
              "--with must not set "
                  + option
                  + ": reproduce reads and writes files of its own, which are deleted."));
    }
    CommandLine topic = reproduce("dead", "00aa", "--with=--source=kafka");
    assertThat(topic.code(), equalTo(2));
    assertThat(
        topic.err().strip(),
        equalTo("--input is for --source=files; with --source=kafka orders come from the topic."));
  }
}
