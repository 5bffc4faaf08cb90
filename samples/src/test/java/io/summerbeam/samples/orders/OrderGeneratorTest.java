package io.summerbeam.samples.orders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the orders are like that are made up. */
@RunWith(JUnit4.class)
public class OrderGeneratorTest {

  private static final int LINES = 20_000;

  private static List<String> lines(long seed) throws IOException {
    return orders(seed).stream().map(GeneratedOrder::json).toList();
  }

  private static List<GeneratedOrder> orders(long seed) throws IOException {
    List<GeneratedOrder> orders = new ArrayList<>();
    new OrderGenerator(Catalog.of(seed), seed).generate(LINES, orders::add);
    return orders;
  }

  @Test
  public void equalSeeds_giveEqualOrders() throws IOException {
    assertThat(lines(3), equalTo(lines(3)));
    assertThat(lines(3), not(equalTo(lines(4))));
  }

  @Test
  public void sharesOfBadLinesAndCopies_areThoseThatAreSaid() throws IOException {
    List<String> lines = lines(1);
    assertThat(lines.size(), equalTo(LINES));
    // Of 20,000 lines 100 of each kind are expected, with a standard deviation of 10, and 400
    // copies.
    assertThat(count(lines, "^(?!.*\\}$).*"), both(greaterThan(50L)).and(lessThan(150L)));
    assertThat(
        count(lines, ".*\"quantity\":(0|-[0-9]+),.*"), both(greaterThan(50L)).and(lessThan(150L)));
    assertThat(
        count(lines, ".*\"product_id\":\"P-9[0-9]{4}\".*"),
        both(greaterThan(50L)).and(lessThan(150L)));
    long badCards =
        lines.stream()
            .map(line -> line.replaceFirst(".*\"card\":\"([0-9]{16})\".*", "$1"))
            .filter(card -> card.matches("[0-9]{16}") && !CardNumber.isValid(card))
            .count();
    assertThat(badCards, both(greaterThan(50L)).and(lessThan(150L)));
    long copies = LINES - new HashSet<>(lines).size();
    assertThat(copies, both(greaterThan(300L)).and(lessThan(500L)));
  }

  private static long count(List<String> lines, String pattern) {
    return lines.stream().filter(line -> line.matches(pattern)).count();
  }
}
