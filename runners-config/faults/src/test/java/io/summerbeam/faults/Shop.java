package io.summerbeam.faults;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaDeadLetterStore;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of a job: Flink, Kafka and PostgreSQL, and the job on them. */
final class Shop implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(4);

  private final FlinkCluster flink;
  private final KafkaBroker broker;
  private final Database database;
  private String job = "";
  private int submitted;

  Shop(Path folder) throws Exception {
    this.broker = KafkaBroker.start(folder.resolve("kafka"));
    this.database = Database.start(folder.resolve("postgres"));
    this.flink = FlinkCluster.start(folder.resolve("flink"));
    broker.createTopic(FaultsJob.ORDERS, Feed.PARTITIONS, Map.of());
    broker.createTopic(FaultsJob.AGAIN, Feed.PARTITIONS, Map.of());
    broker.createTopic(FaultsJob.ONCE, 2, Map.of());
    // One, so that its order tells which fault a copy is of.
    broker.createTopic(FaultsJob.PLAIN, 1, Map.of());
    broker.createTopic(FaultsJob.DEAD, 1, Map.of());
    database.run("CREATE TABLE customers (id bigint PRIMARY KEY, region text)");
    addCustomers(0);
    database.run(
        "CREATE TABLE revenue (region text, window_start timestamptz, window_end timestamptz,"
            + " orders bigint, revenue bigint, PRIMARY KEY (region,"
            + " window_start))");
  }

  /** As many customers as there are at the beginning, from this one on. */
  void addCustomers(int first) throws Exception {
    database.run(
        "INSERT INTO customers SELECT i, 'region-' || i % "
            + Order.REGIONS
            + " FROM generate_series("
            + first
            + ", "
            + (first + Order.CUSTOMERS - 1)
            + ") AS i");
  }

  FlinkCluster flink() {
    return flink;
  }

  KafkaBroker broker() {
    return broker;
  }

  Database database() {
    return database;
  }

  String job() {
    return job;
  }

  KafkaConnection connection() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  KafkaDeadLetterStore deadLetters() {
    return KafkaDeadLetterStore.of(connection(), FaultsJob.DEAD);
  }

  /** Starts the job. */
  void submit() throws Exception {
    submit("", FaultsJob.Upgrade.NOTHING);
  }

  /**
   * Starts the job.
   *
   * @param from a savepoint or checkpoint to go on from; empty for none
   */
  void submit(String from, FaultsJob.Upgrade upgrade) throws Exception {
    String name = "faults-" + ++submitted;
    List<String> args =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--flinkMaster=" + flink.master(),
                "--filesToStage=" + flink.stagedJar(),
                "--attachedMode=false",
                "--jobName=" + name,
                "--streaming=true",
                "--parallelism=" + FlinkCluster.TASK_MANAGERS,
                "--stateBuckets=16",
                "--checkpointingInterval=1500",
                "--externalizedCheckpointsEnabled=true",
                "--retainExternalizedCheckpointsOnCancellation=true",
                "--brokers=" + broker.bootstrapServers(),
                "--database=" + database.url(),
                "--passwordFile=" + database.password(),
                "--upgrade=" + upgrade));
    if (!from.isEmpty()) {
      args.add("--savepointPath=" + from);
    }
    FaultsJob.main(args.toArray(new String[0]));
    job = flink.rest().job(name);
  }

  /** Waits until a checkpoint is complete that was begun after this time. */
  void awaitCheckpointSince(long millis) throws InterruptedException {
    Await.until(
        "a checkpoint",
        PATIENCE,
        () -> flink.rest().hasCheckpointSince(job, millis),
        this::describe);
  }

  /** What the processes say of themselves, for a test that failed. */
  String describe() {
    String failure;
    try {
      failure = flink.rest().state(job) + " " + flink.rest().failure(job);
    } catch (Exception e) {
      failure = e.toString();
    }
    return "The job: " + failure + "\n" + flink.endOfLogs();
  }

  /** The orders in a topic: their ids, regions and amounts, as often as they are there. */
  List<StoredLetter> letters() throws Exception {
    List<StoredLetter> letters = new ArrayList<>();
    try (LetterScan scan = deadLetters().scan(LetterFilter.all())) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        letters.add(next);
      }
    }
    return letters;
  }

  /** The id of the order that a letter is of. */
  static String orderOf(StoredLetter letter) {
    return new String(letter.letter().key(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    flink.close();
    broker.close();
    database.close();
  }
}
