package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.summerbeam.contract.RunnerProcess.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * {@code ./summerbeam run orders} on each runner, against what is computed from the lines it read.
 */
@RunWith(Parameterized.class)
public class OrdersTest {

  private static final int ORDERS = 3_000;
  private static final long SEED = 11;

  /** What the first runner wrote, for the others to be equal to. */
  private static List<String> firstOrders;

  private static List<String> firstRevenue;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Runner runner;

  public OrdersTest(Runner runner) {
    this.runner = runner;
  }

  @Parameters(name = "{0}")
  public static Object[] runners() {
    return Runner.values();
  }

  @Test
  public void orders_areExact_nothingIsLost_andNobodyIsInThem() throws Exception {
    Path root = folder.getRoot().toPath();

    OrdersRun run = OrdersRun.of(runner, root, ORDERS, SEED);

    assertThat(run.ended().err(), run.ended().exitCode(), equalTo(0));
    OrdersOracle oracle = new OrdersOracle(root.resolve("generated/orders.jsonl"), SEED);
    assertThat(run.revenueInShort(), equalTo(oracle.revenue));
    assertThat(run.ordersInShort(), equalTo(oracle.orders));
    assertThat(run.deadLettersInShort(), equalTo(oracle.dead));
    assertThat(
        "in = out + duplicates + dead letters",
        run.orders().size() + oracle.duplicates + run.deadLetters().size(),
        equalTo(oracle.lines));
    assertThat(oracle.lines, equalTo((long) ORDERS));
    assertThat("there are duplicates", oracle.duplicates, greaterThan(0L));
    for (String reason : List.of("malformed", "quantity_positive", "card_valid", "lookup_miss")) {
      assertThat(oracle.dead.toString(), containsString(reason));
    }
    checkThatNobodyIsIn(run.everything(), oracle);
    checkThatNothingStaysBehind(root.resolve("temporary"));
    if (firstOrders == null) {
      firstOrders = run.orders();
      firstRevenue = run.revenue();
    }
    assertThat("the same bytes on each runner", run.orders(), equalTo(firstOrders));
    assertThat("the same bytes on each runner", run.revenue(), equalTo(firstRevenue));
  }

  private static void checkThatNobodyIsIn(String text, OrdersOracle oracle) {
    assertThat("it has the log", text, containsString("postmaster"));
    List<String> found = oracle.personal.stream().filter(text::contains).sorted().toList();
    assertThat(found, equalTo(List.of()));
  }

  private static void checkThatNothingStaysBehind(Path temporary) throws Exception {
    try (Stream<Path> files = Files.list(temporary)) {
      List<String> left =
          files
              .map(each -> each.getFileName().toString())
              .filter(name -> name.startsWith("summerbeam-orders-"))
              .toList();
      assertThat(left, equalTo(List.of()));
    }
  }
}
