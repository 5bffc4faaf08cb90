package io.summerbeam.contract;

import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.testing.RegistryServer;
import io.summerbeam.sdk.testing.bigquery.BigQueryFake;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database and a BigQuery, with topics and tables of their own for each mode; and what
 * all of them ask or read.
 */
final class ContractServers implements AutoCloseable {

  private final Deque<Closeable> started = new ArrayDeque<>();
  private final KafkaBroker broker;
  private final PostgresServer postgres;
  private final RedisOnDisk redis;
  private final HttpService service;
  private final RegistryServer registry;
  private final BigQueryFake bigQuery;

  /** Starts them in an empty folder. */
  ContractServers(Path folder) throws IOException, SQLException {
    try {
      broker = broker(folder.resolve("broker"));
      started.push(broker::close);
      broker.createTopic(FedRecords.TOPIC, FedRecords.PARTITIONS, Map.of());
      FedRecords.writeTo(broker.bootstrapServers());
      postgres = new PostgresServer(Files.createDirectory(folder.resolve("postgres")));
      started.push(postgres::close);
      LookedUpNames.writeTo(postgres);
      redis = new RedisOnDisk(Files.createDirectory(folder.resolve("redis")));
      started.push(redis::close);
      LookedUpNames.writeTo(redis);
      service = LookedUpNames.service();
      started.push(service::close);
      registry = new RegistryServer();
      started.push(registry::close);
      for (TopicFormat each : TopicFormat.values()) {
        broker.createTopic(each.topic(), 1, Map.of());
      }
      FedFormats.writeTo(broker.bootstrapServers(), RestRegistry.at(registry.url()));
      bigQuery = BigQueryFake.start(Files.createDirectory(folder.resolve("bigquery")));
      started.push(bigQuery::close);
      bigQuery.reject("n", BigQueryCase.REJECTED);
    } catch (IOException | SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A broker. */
  static KafkaBroker broker(Path folder) throws IOException {
    // Kafka's Scala is not on this class path: Spark has another.
    Path classPath = RunnerProcess.HOME.resolve("samples/distribution/broker/target/classpath");
    return KafkaBroker.withClassPath(Files.readString(classPath).strip()).start(folder);
  }

  /** Makes the topics and tables of a mode. */
  ServerPlaces placesOf(RunnerMode mode) throws SQLException {
    ServerPlaces places =
        new ServerPlaces(
            mode,
            broker.bootstrapServers(),
            postgres.url(),
            postgres.password(),
            redis.url(),
            service.url(),
            registry.url(),
            new BigQueryPlace(bigQuery.endpoint()));
    broker.createTopic(places.nameOf(ServerCase.WRITE), 1, Map.of("cleanup.policy", "compact"));
    broker.createTopic(places.nameOf(ServerCase.EXACTLY_ONCE), 1, Map.of());
    broker.createTopic(places.nameOf(ServerCase.KAFKA_LETTERS), 1, Map.of());
    for (String suffix : List.of("", ".1", ".2")) {
      broker.createTopic(places.nameOf(ServerCase.RETRIES) + suffix, 1, Map.of());
    }
    for (FormatCase each : FormatCase.values()) {
      if (each.writes()) {
        broker.createTopic(places.nameOf(each), 1, Map.of());
      }
    }
    createTable(places, places.nameOf(ServerCase.UPSERT));
    ReplayedLetters letters = new ReplayedLetters(places);
    createTable(places, letters.target());
    letters.write();
    return places;
  }

  private static void createTable(ServerPlaces places, String table) throws SQLException {
    places.execute(
        "CREATE TABLE "
            + table
            + " (key text, n bigint CHECK (n < 7), m numeric, PRIMARY KEY (key, n))");
    places.execute("INSERT INTO " + table + " VALUES ('a', 2, 99)");
  }

  /** System properties of a JVM that is to write to BigQuery. */
  Map<String, String> bigQueryProperties() {
    return bigQuery.trustingProperties();
  }

  /** The last one first; whatever fails, the others are ended too. */
  @Override
  public void close() throws IOException {
    if (!started.isEmpty()) {
      try {
        started.pop().close();
      } finally {
        close();
      }
    }
  }
}
