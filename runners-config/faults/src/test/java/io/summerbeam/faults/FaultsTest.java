package io.summerbeam.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import io.summerbeam.io.kafka.KafkaReplayTarget;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.transforms.deadletter.LetterEdit;
import io.summerbeam.transforms.deadletter.Replay;
import io.summerbeam.transforms.deadletter.ReplayResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.TemporaryFolder;

/**
 * A job of real processes, of which each is killed while orders come in: at the end every sink has
 * what it should have, worked out in memory from what was fed.
 *
 * <p>Each process is killed once, and the network cut once; {@code -Dfaults.all=true} is the whole
 * series, which takes twice as long. {@code -Dfaults.orders=100000} feeds that many. What was seen
 * is in {@code target/faults}.
 */
public class FaultsTest {

  private static final int ORDERS = Integer.getInteger("faults.orders", 10_000);

  private static final boolean ALL = Boolean.getBoolean("faults.all");
  private static final int FAULTS = ALL ? 8 : 5;
  private static final Duration SHARE_TIME = Duration.ofSeconds(8);
  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration CUT = Duration.ofSeconds(20);

  /** The event times are in the past: a watermark never overtakes the clock. */
  private static final Duration AGO = Duration.ofHours(10);

  private static final long MENDED_AMOUNT = 100;
  private static final String NO_ORDERS = "0 0";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rule public final ErrorCollector differences = new ErrorCollector();

  private final List<FaultRecord> faults = new ArrayList<>();
  private final List<Long> marks = new ArrayList<>();
  private Shop shop;
  private Feed feed;
  private Follower follower;
  private List<Order> orders;

  @Test
  public void processesKilled_everySinkIsAsItShouldBe() throws Exception {
    long start =
        Math.floorDiv(System.currentTimeMillis() - AGO.toMillis(), Order.WINDOW_MILLIS)
            * Order.WINDOW_MILLIS;
    orders = Order.stream(ORDERS, start, 7);
    try (Shop opened = new Shop(folder.getRoot().toPath())) {
      shop = opened;
      String brokers = shop.broker().bootstrapServers();
      try (Feed feeding = new Feed(brokers, orders);
          Follower following = new Follower(brokers, FaultsJob.ONCE)) {
        feed = feeding;
        follower = following;
        run(start);
      }
    }
  }

  private void run(long start) throws Exception {
    long begin = System.nanoTime();
    // Each partition has orders before the job begins: an empty one would follow the clock.
    feed.to(share(1), Duration.ZERO);
    shop.submit();
    Await.until(
        "the first window is closed",
        Shop.PATIENCE,
        () -> Found.revenue(shop).size() >= Order.REGIONS,
        shop::describe);
    // Else a job that goes back to before that may meet orders that are too late with the window
    // still open.
    shop.awaitCheckpointSince(System.currentTimeMillis());

    taskManagerKilled(0);
    if (ALL) {
      taskManagerKilled(1);
      taskManagerKilled(0);
    }
    jobManagerKilled();
    fault("kill -9 of the broker", DOWN, shop.broker()::kill, shop.broker()::startAgain);
    fault("kill -9 of PostgreSQL", DOWN, shop.database()::kill, shop.database()::startAgain);
    fault(
        "network of PostgreSQL cut",
        CUT,
        shop.database().network()::cut,
        shop.database().network()::mend);
    if (ALL) {
      savepointAndResume();
    }

    feed.to(orders.size(), SHARE_TIME);
    List<Order> fed = new ArrayList<>(orders);
    fed.addAll(feed.toAllPartitions("last", start + Order.SPAN_MILLIS + 10 * Order.WINDOW_MILLIS));
    Reference reference = Reference.of(fed);
    Found found = settled(reference);
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    compare(reference, found);
    report(reference, found, fed.size(), seconds);

    List<Order> mended = replayedIntoTheStep_joinTheirWindows(replayed_joinTheirWindows(fed));
    upgradedByAField_goesOn(mended, start + Order.SPAN_MILLIS + 20 * Order.WINDOW_MILLIS);
  }

  private void taskManagerKilled(int number) throws Exception {
    fault(
        "kill -9 of a TaskManager",
        DOWN,
        () -> shop.flink().killTaskManager(number),
        () -> shop.flink().startTaskManager(number));
  }

  private void jobManagerKilled() throws Exception {
    fault(
        "kill -9 of the JobManager, started from the last checkpoint",
        DOWN,
        shop.flink()::killJobManager,
        () -> {
          shop.flink().startJobManager();
          shop.flink().awaitTaskManagers();
          shop.submit(shop.flink().newestCheckpoint(shop.job()), FaultsJob.Upgrade.NOTHING);
        });
  }

  private void savepointAndResume() throws Exception {
    String[] savepoint = new String[1];
    fault(
        "cancelled with a savepoint, and resumed",
        Duration.ZERO,
        () -> savepoint[0] = savepoint(),
        () -> shop.submit(savepoint[0], FaultsJob.Upgrade.NOTHING));
  }

  private String savepoint() throws Exception {
    return shop.flink()
        .rest()
        .cancelWithSavepoint(
            shop.job(), shop.flink().savepoints().toUri().toString(), Shop.PATIENCE);
  }

  /** What breaks or mends something. */
  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  /** Breaks something while a share of the orders comes in, mends it, and waits for the job. */
  private void fault(String what, Duration down, Action breaks, Action mends) throws Exception {
    int from = feed.fed();
    int to = share(faults.size() + 2);
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed.to(to, SHARE_TIME));
    Await.until("a third is fed", Shop.PATIENCE, () -> feed.fed() >= from + (to - from) / 3);
    String job = shop.job();
    int failures = shop.flink().rest().failures(job);
    int fed = feed.fed();
    long broken = System.currentTimeMillis();
    breaks.run();
    Thread.sleep(down.toMillis());
    mends.run();
    long mended = System.currentTimeMillis();
    awaitSeenSince(fed);
    long back = System.currentTimeMillis();
    feeding.join();
    faults.add(
        new FaultRecord(
            what,
            fed,
            mended - broken,
            back - broken,
            shop.job().equals(job) ? shop.flink().rest().failures(job) - failures : 0,
            0));
    marks.add(new Topics(shop.broker().bootstrapServers()).size(FaultsJob.PLAIN));
    System.out.println(faults.get(faults.size() - 1));
  }

  /** Waits until the first order is through that came after so many. */
  private void awaitSeenSince(int fed) throws InterruptedException {
    String next =
        orders.subList(fed, orders.size()).stream()
            .filter(Order::isOrder)
            .findFirst()
            .orElseThrow()
            .id();
    Await.until(
        "an order fed after the fault is through",
        Shop.PATIENCE,
        () -> follower.sees(next),
        shop::describe);
  }

  /**
   * How many orders have come when so many shares have. The first one is a tenth, in which nothing
   * is late: the job begins with it, and reads it faster than it closes windows.
   */
  private int share(int number) {
    int first = orders.size() / 10;
    return first + (int) ((long) (orders.size() - first) * (number - 1) / (FAULTS + 1));
  }

  /** Waits until nothing is missing, or for long, and then for what may be too much. */
  private Found settled(Reference reference) throws Exception {
    try {
      Await.until(
          "everything is there",
          Shop.PATIENCE,
          () -> {
            Found found = Found.in(shop);
            return found.once().keySet().containsAll(reference.orders().keySet())
                && found.plain().keySet().containsAll(reference.orders().keySet())
                && found.revenue().equals(reference.revenue())
                && found.dead().equals(reference.dead());
          });
    } catch (AssertionError e) {
      // The comparison says what is missing.
    }
    for (int i = 0; i < 2; i++) {
      shop.awaitCheckpointSince(System.currentTimeMillis());
    }
    return Found.in(shop);
  }

  private void compare(Reference reference, Found found) {
    same("exactly once", found.once(), reference.orders());
    differences.checkThat("exactly once: copies", found.onceCopies(), equalTo(0));
    same("plain", found.plain(), reference.orders());
    same("revenue", found.revenue(), reference.revenue());
    same("dead letters", found.dead(), reference.dead());
  }

  /** Says what is different, and not all that is the same. */
  private <T> void same(String sink, Map<String, T> found, Map<String, T> expected) {
    Map<String, String> different = new TreeMap<>();
    Set<String> keys = new HashSet<>(found.keySet());
    keys.addAll(expected.keySet());
    for (String key : keys) {
      T is = found.get(key);
      T should = expected.get(key);
      if (should == null || !should.equals(is)) {
        different.put(key, is + " instead of " + should);
      }
    }
    differences.checkThat(sink + ": " + different.size(), different, anEmptyMap());
  }

  private void report(Reference reference, Found found, int fed, long seconds) throws Exception {
    List<FaultRecord> counted = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      long from = i == 0 ? 0 : marks.get(i - 1);
      long to = i == faults.size() - 1 ? Long.MAX_VALUE : marks.get(i);
      long copies = found.plainCopies().stream().filter(at -> from <= at && at < to).count();
      counted.add(faults.get(i).withCopies((int) copies));
    }
    Map<String, Integer> expected = new LinkedHashMap<>();
    Map<String, Integer> lost = new LinkedHashMap<>();
    Map<String, Integer> doubled = new LinkedHashMap<>();
    count("topic, exactly once", reference.orders(), found.once(), expected, lost);
    doubled.put("topic, exactly once", found.onceCopies());
    count("topic, at least once", reference.orders(), found.plain(), expected, lost);
    doubled.put("topic, at least once", found.plainCopies().size());
    expected.put("table, upserts", reference.revenue().size());
    lost.put("table, upserts", windowsBehind(found.revenue(), reference.revenue()));
    doubled.put("table, upserts", windowsBehind(reference.revenue(), found.revenue()));
    count("topic of dead letters", ids(reference.dead()), ids(found.dead()), expected, lost);
    doubled.put("topic of dead letters", found.deadCopies());
    FaultsReport report = new FaultsReport(fed, seconds, expected, lost, doubled, counted);
    report.write(Path.of("target/faults"));
    System.out.println(report.markdown() + seconds + " s");
  }

  /**
   * How many windows have fewer orders than the other ones: where the found ones have, orders were
   * lost; where those of the reference have, orders were counted twice.
   *
   * <p>One with as many orders but another sum has lost one and counted another twice: it is both.
   * What the two figures do not tell: whether one with fewer orders has also counted some twice, or
   * one with more has also lost some; and nothing is seen of one that lost as many as it counted
   * twice, if their sums are equal.
   */
  private static int windowsBehind(Map<String, String> windows, Map<String, String> others) {
    return (int)
        others.entrySet().stream()
            .filter(
                each -> isBehind(windows.getOrDefault(each.getKey(), NO_ORDERS), each.getValue()))
            .count();
  }

  private static boolean isBehind(String window, String other) {
    long more = orders(other) - orders(window);
    return more > 0 || (more == 0 && !window.equals(other));
  }

  /** Of a window: how many, and their sum. */
  private static long orders(String window) {
    return Long.parseLong(window.substring(0, window.indexOf(' ')));
  }

  private static void count(
      String sink,
      Map<String, String> reference,
      Map<String, String> found,
      Map<String, Integer> expected,
      Map<String, Integer> lost) {
    expected.put(sink, reference.size());
    lost.put(
        sink,
        (int)
            reference.entrySet().stream()
                .filter(each -> !each.getValue().equals(found.get(each.getKey())))
                .count());
  }

  /** Of each order why it is dead. */
  private static Map<String, String> ids(Map<String, Set<String>> dead) {
    return dead.entrySet().stream()
        .flatMap(each -> each.getValue().stream().map(id -> Map.entry(id, each.getKey())))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                Collectors.mapping(
                    Map.Entry::getValue,
                    Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Object::toString))));
  }

  private List<Order> replayed_joinTheirWindows(List<Order> fed) throws Exception {
    ReplayResult result =
        Replay.of(LetterFilter.all().withReasons("malformed"))
            .withEdit(LetterEdit.none().set("amount", String.valueOf(MENDED_AMOUNT)))
            .run(shop.deadLetters(), KafkaReplayTarget.toOriginalTopics(shop.connection()));
    List<Order> mended =
        fed.stream()
            .map(each -> each.kind() == Order.Kind.MALFORMED ? each.mended(MENDED_AMOUNT) : each)
            .toList();
    Reference reference = Reference.of(mended);
    Reference before = Reference.of(fed);
    assertThat(
        result.toString(),
        (int) result.delivered(),
        equalTo(before.dead().get("malformed").size()));
    // The letters stay where they are.
    Found found = settled(reference.withDead(before.dead()));
    same("mended: exactly once", found.once(), reference.orders());
    same("mended: plain", found.plain(), reference.orders());
    same("mended: revenue", found.revenue(), reference.revenue());
    same("mended: dead letters", found.dead(), before.dead());
    return mended;
  }

  /**
   * Their customers are in the table now. From the beginning they would come as far as the step
   * that has seen them once, and drops them.
   */
  private List<Order> replayedIntoTheStep_joinTheirWindows(List<Order> fed) throws Exception {
    shop.addCustomers(Order.CUSTOMERS);
    Map<String, Set<String>> dead = Found.in(shop).dead();
    ReplayResult result =
        Replay.of(LetterFilter.all().withReasons("lookup_miss").withSteps("Enrich"))
            .run(shop.deadLetters(), KafkaReplayTarget.to(shop.connection(), FaultsJob.AGAIN));
    assertThat(
        result.toString(), (int) result.delivered(), equalTo(dead.get("lookup_miss").size()));
    List<Order> found =
        fed.stream()
            .map(
                each ->
                    each.kind() == Order.Kind.UNKNOWN_CUSTOMER
                        ? each.withKind(Order.Kind.GOOD)
                        : each)
            .toList();
    Reference reference = Reference.of(found).withDead(dead);
    Found now = settled(reference);
    same("into the step: exactly once", now.once(), reference.orders());
    differences.checkThat("into the step: copies", now.onceCopies(), equalTo(0));
    same("into the step: plain", now.plain(), reference.orders());
    same("into the step: revenue", now.revenue(), reference.revenue());
    same("into the step: dead letters", now.dead(), dead);
    return found;
  }

  /** From a savepoint, with a field more: what was there is as it was, and what comes has it. */
  private void upgradedByAField_goesOn(List<Order> fed, long later) throws Exception {
    shop.submit(savepoint(), FaultsJob.Upgrade.FIELD);
    List<Order> all = new ArrayList<>(fed);
    // The window of those that were the last ones before has its result now.
    all.replaceAll(each -> each.kind() == Order.Kind.LAST ? each.withKind(Order.Kind.GOOD) : each);
    all.addAll(feed.toAllPartitions("upgraded", later));
    Reference reference = Reference.of(all);
    Found found = settled(reference.withDead(Found.in(shop).dead()));
    same("upgraded: exactly once", found.once(), reference.orders());
    differences.checkThat("upgraded: copies", found.onceCopies(), equalTo(0));
    same("upgraded: plain", found.plain(), reference.orders());
    same("upgraded: revenue", found.revenue(), reference.revenue());
    List<String> values =
        new Topics(shop.broker().bootstrapServers())
            .read(FaultsJob.ONCE, IsolationLevel.READ_COMMITTED).stream()
                .filter(each -> each.key().startsWith("upgraded-"))
                .map(ConsumerRecord::value)
                .toList();
    differences.checkThat(
        "upgraded: all have the new field", values, everyItem(containsString(Feed.CHANNEL)));
  }
}
