package io.summerbeam.samples.orders;

import static io.summerbeam.samples.CommandLine.call;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.io.kafka.KafkaDeadLetterStore;
import io.summerbeam.runners.Home;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;
import org.junit.runners.MethodSorters;

/** {@code run orders --source=kafka}, as it is typed: one topic, read as a stream and in batch. */
@RunWith(JUnit4.class)
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class OrdersOnKafkaTest {

  private static final int ORDERS = 2_000;
  private static final long SEED = 1;
  private static final String TOPIC = "shop";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static String home;
  private static KafkaBroker broker;
  private static LocalPostgres server;
  private static ShopDatabase database;

  @BeforeClass
  public static void startServers() throws Exception {
    home = System.getProperty(Home.PROPERTY);
    System.setProperty(Home.PROPERTY, Path.of("..").toAbsolutePath().normalize().toString());
    RunFolder folder = new RunFolder(FOLDER.newFolder().toPath());
    server = LocalPostgres.start(folder);
    database = server.protect(folder);
    broker = LocalKafka.start(folder);
  }

  @AfterClass
  public static void stopServers() throws Exception {
    if (broker != null) {
      broker.close();
    }
    if (server != null) {
      server.close();
    }
    if (home == null) {
      System.clearProperty(Home.PROPERTY);
    } else {
      System.setProperty(Home.PROPERTY, home);
    }
  }

  @Test
  public void streamAndBatch_overOneTopic_giveTheTablesOfTheReference() throws Exception {
    CommandLine stream = run(database, "--feed", "--orders=" + ORDERS, "--ordersPerSecond=1000000");
    assertThat(stream.err(), stream.code(), equalTo(0));
    assertThat(stream.out(), containsString("fed           2,000 lines: "));

    OrdersReference reference = new OrdersReference(lines(TOPIC), SEED);
    assertTables(database, reference);

    ShopDatabase other = anotherDatabase();
    CommandLine batch = run(other, "--bounded");
    assertThat(batch.err(), batch.code(), equalTo(0));
    assertTables(other, reference);
    for (String table : List.of(ResultTables.ORDERS, ResultTables.REVENUE)) {
      String all = "SELECT * FROM summerbeam_results." + table + " ORDER BY 1, 2";
      assertThat(table, query(other, all), equalTo(query(database, all)));
    }
  }

  /** By its name it comes after the one that feeds the topic. */
  @Test
  public void topics_haveTheSame() throws Exception {
    CommandLine run = run(database, "--bounded", "--sink=kafka");
    assertThat(run.err(), run.code(), equalTo(0));

    OrdersReference reference = new OrdersReference(lines(TOPIC), SEED);
    assertThat(
        new TreeSet<>(
            lines(TOPIC + "-masked").stream().map(line -> line.substring(13, 23)).toList()),
        equalTo(reference.orders));
    assertThat(lines(TOPIC + "-masked").size(), equalTo(reference.orders.size()));
    assertThat(lines(TOPIC + "-revenue").size(), equalTo(reference.revenue.size()));
    assertThat((long) lines(TOPIC + "-duplicates").size(), equalTo(reference.duplicates));
    Map<String, Long> dead = new TreeMap<>();
    OrderTopics topics = new OrderTopics(broker.bootstrapServers(), TOPIC);
    try (KafkaDeadLetterStore store =
            KafkaDeadLetterStore.of(topics.connection(), topics.deadLetters());
        LetterScan scan = store.scan(LetterFilter.all())) {
      for (StoredLetter each = scan.next(); each != null; each = scan.next()) {
        dead.merge(each.letter().reason(), 1L, Long::sum);
      }
    }
    assertThat(dead, equalTo(reference.dead));
  }

  /** By its name it comes after the one that writes the letters into their topic. */
  @Test
  public void topics_lettersAreReproduced() throws Exception {
    OrderTopics topics = new OrderTopics(broker.bootstrapServers(), TOPIC);
    DeadLetter letter = letter(topics, "expectations failed: quantity_positive");
    String again = "in Validate  expectation_failed  expectations failed: quantity_positive\n";

    CommandLine reproduced = reproduce(topics, letter);

    assertThat(reproduced.err(), reproduced.code(), equalTo(0));
    assertThat(
        reproduced.out(),
        equalTo(
            "it failed  "
                + again
                + "now        "
                + again
                + "The payload is masked: where a step looks at a masked field, the record itself"
                + " may end otherwise. It came from "
                + letter.source()
                + ".\n"));
    assertThat(letter.source().toString(), startsWith("shop partition "));

    DeadLetter cutOff = letter(topics, "the JSON is cut off");
    CommandLine refused = reproduce(topics, cutOff);
    assertThat(refused.code(), equalTo(2));
    assertThat(
        refused.err().strip(),
        equalTo("The dead letter " + cutOff.id() + " cannot be reproduced: it has no payload."));
  }

  private static CommandLine reproduce(OrderTopics topics, DeadLetter letter) {
    return call(
        "dead-letters",
        "reproduce",
        "kafka:" + topics.deadLetters(),
        letter.id(),
        "--bootstrapServers=" + topics.servers(),
        "--with=--seed=" + SEED);
  }

  private static DeadLetter letter(OrderTopics topics, String message) throws Exception {
    try (KafkaDeadLetterStore store =
            KafkaDeadLetterStore.of(topics.connection(), topics.deadLetters());
        LetterScan scan = store.scan(LetterFilter.all())) {
      for (StoredLetter each = scan.next(); each != null; each = scan.next()) {
        if (each.letter().message().equals(message)) {
          return each.letter();
        }
      }
    }
    throw new AssertionError("No letter says: " + message);
  }

  /** Each line of the topic is in one table, and each order in one day's revenue or late. */
  private static void assertTables(ShopDatabase in, OrdersReference reference) throws Exception {
    Map<String, String> revenue = new TreeMap<>();
    for (List<String> row :
        query(
            in,
            "SELECT category || '|' || (window_start AT TIME ZONE 'UTC')::date,"
                + " orders || '|' || revenue FROM summerbeam_results.revenue")) {
      revenue.put(row.get(0), row.get(1));
    }
    assertThat(revenue, equalTo(reference.revenue));
    assertThat(
        query(in, "SELECT order_id FROM summerbeam_results.orders ORDER BY 1").stream()
            .map(row -> row.get(0))
            .toList(),
        equalTo(List.copyOf(reference.orders)));
    Map<String, Long> dead = new TreeMap<>();
    for (List<String> row :
        query(in, "SELECT reason, count(*) FROM summerbeam_results.dead_letters GROUP BY 1")) {
      dead.put(row.get(0), Long.valueOf(row.get(1)));
    }
    assertThat("none is late: a day takes what comes in the next", dead, equalTo(reference.dead));
    long duplicates =
        Long.parseLong(
            query(in, "SELECT count(*) FROM summerbeam_results.duplicates").get(0).get(0));
    assertThat(duplicates, equalTo(reference.duplicates));
    assertThat("there are duplicates", duplicates, greaterThan(0L));
    assertThat(
        "in = out + duplicates + dead letters",
        reference.orders.size()
            + duplicates
            + dead.values().stream().mapToLong(Long::longValue).sum(),
        equalTo((long) ORDERS));
  }

  private static CommandLine run(ShopDatabase to, String... more) throws Exception {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "orders",
                "--source=kafka",
                "--topic=" + TOPIC,
                "--bootstrapServers=" + broker.bootstrapServers(),
                "--seed=" + SEED,
                "--database=" + to.url(),
                "--user=" + to.user(),
                "--password=" + to.password(),
                "--output=" + FOLDER.newFolder()));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private static ShopDatabase anotherDatabase() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE batch");
    }
    return new ShopDatabase(
        database.url().replace("/postgres", "/batch"), database.user(), database.password());
  }

  private static List<List<String>> query(ShopDatabase in, String sql) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = in.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The values of a topic, without the last one of a partition, which has none. */
  private static List<String> lines(String topic) {
    List<String> lines = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() != null) {
            lines.add(new String(record.value(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return lines;
  }
}
