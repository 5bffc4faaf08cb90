package io.summerbeam.contract;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.registry.SchemaRegistry;
import io.summerbeam.sdk.secret.KeySource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Where the cases of one mode are on the servers, and what is there.
 *
 * @param url of the database
 * @param passwordFile a file with a password, which is not looked at
 */
record ServerPlaces(
    RunnerMode mode,
    String bootstrapServers,
    String url,
    Path passwordFile,
    String redisUrl,
    String httpUrl,
    String registryUrl,
    BigQueryPlace bigQuery) {

  static final String USER = "postgres";

  /** Of the arguments that {@link #arguments} gives. */
  static ServerPlaces of(String... arguments) {
    return new ServerPlaces(
        RunnerMode.valueOf(arguments[0]),
        arguments[1],
        arguments[2],
        Path.of(arguments[3]),
        arguments[4],
        arguments[5],
        arguments[6],
        new BigQueryPlace(arguments[7]));
  }

  /** To be given to another process. */
  List<String> arguments() {
    return List.of(
        mode.name(),
        bootstrapServers,
        url,
        passwordFile.toString(),
        redisUrl,
        httpUrl,
        registryUrl,
        bigQuery.endpoint());
  }

  KafkaConnection connection() {
    return KafkaConnection.to(bootstrapServers);
  }

  SchemaRegistry registry() {
    return RestRegistry.at(registryUrl);
  }

  KeySource password() {
    return KeySource.of("file:" + passwordFile);
  }

  /** The topic or table that a case has to itself in this mode. */
  String nameOf(ServedCase each) {
    return (each.name() + "_" + mode.name()).toLowerCase(Locale.ROOT);
  }

  /** The records of a topic, as consumers of transactions see them: time, key and value. */
  List<String> records(String topic) {
    return records(topic, new StringDeserializer()).stream()
        .map(
            record ->
                Instant.ofEpochMilli(record.timestamp())
                    + " "
                    + record.key()
                    + "="
                    + record.value())
        .toList();
  }

  /** The records of a topic, as consumers of transactions see them. */
  <T> List<ConsumerRecord<T, T>> records(String topic, Deserializer<T> deserializer) {
    try (KafkaConsumer<T, T> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            deserializer,
            deserializer)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<T, T>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** The rows of a table with the fields of {@link ContractCase#INPUT}. */
  List<String> rows(String table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, n, m FROM " + table)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1) + " " + rows.getLong(2) + " " + rows.getBigDecimal(3));
      }
      return lines;
    }
  }

  boolean hasTable(String table) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, table);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  /** Makes what the job expects to be there. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, USER, "");
  }
}
