package io.summerbeam.samples.deadletters;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaDeadLetterStore;
import io.summerbeam.io.kafka.KafkaReplayTarget;
import io.summerbeam.runners.UsageException;
import io.summerbeam.sdk.failure.DeadLetterStore;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.secret.KeySource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Topics as stores and targets. */
final class Topics {

  /**
   * Somebody sits in front of it: the minutes that a job would wait for brokers are too many. The
   * time is enough for brokers that make their first transaction.
   */
  private static final Map<String, String> PATIENCE =
      Map.of(
          "default.api.timeout.ms", "30000",
          "request.timeout.ms", "20000",
          "max.block.ms", "30000");

  private Topics() {}

  static DeadLetterStore store(StoreOptions options, String topic) {
    return KafkaDeadLetterStore.of(connection(options), named(topic, "STORE"));
  }

  /**
   * A topic for all.
   *
   * @param topic empty for the topics that the records came from
   */
  static ReplayTarget target(ReplayOptions options, String topic) {
    return topic.isEmpty()
        ? KafkaReplayTarget.toOriginalTopics(connection(options))
        : KafkaReplayTarget.to(connection(options), topic);
  }

  private static String named(String topic, String name) {
    if (topic.isBlank()) {
      throw new UsageException(name + " must name a topic: kafka:TOPIC");
    }
    return topic;
  }

  private static KafkaConnection connection(KafkaOptions options) {
    String servers = options.getBootstrapServers();
    if (servers == null) {
      throw new UsageException(
          "kafka: needs --bootstrapServers=HOST:PORT, which says where the brokers are.");
    }
    KafkaConnection connection = KafkaConnection.to(servers);
    for (Map.Entry<String, String> each : PATIENCE.entrySet()) {
      connection = connection.withConfig(each.getKey(), each.getValue());
    }
    if (options.isKafkaTls()) {
      connection = connection.withTls();
    }
    connection = withLogin(withCertificates(connection, options), options);
    for (String each : orNone(options.getKafkaConfig())) {
      int equals = equalsSign(each, "--kafkaConfig", "NAME=VALUE");
      connection = connection.withConfig(each.substring(0, equals), each.substring(equals + 1));
    }
    for (String each : orNone(options.getKafkaSecret())) {
      int equals = equalsSign(each, "--kafkaSecret", "NAME=env:VARIABLE or NAME=file:PATH");
      connection =
          connection.withSecret(
              each.substring(0, equals),
              Secrets.reference("--kafkaSecret", each.substring(equals + 1)));
    }
    return connection;
  }

  private static KafkaConnection withCertificates(
      KafkaConnection connection, KafkaOptions options) {
    KafkaConnection encrypted = connection;
    String trusted = options.getKafkaTrusted();
    if (trusted != null) {
      encrypted = encrypted.withTrusted(Secrets.reference("--kafkaTrusted", trusted));
    }
    String certificate = options.getKafkaCertificate();
    KeySource key =
        Secrets.ofUser(
            "--kafkaCertificate",
            certificate,
            "--kafkaCertificateKey",
            options.getKafkaCertificateKey());
    return certificate == null || key == null
        ? encrypted
        : encrypted.withClientCertificate(
            Secrets.reference("--kafkaCertificate", certificate), key);
  }

  private static KafkaConnection withLogin(KafkaConnection connection, KafkaOptions options) {
    String user = options.getKafkaUser();
    KeySource password =
        Secrets.ofUser("--kafkaUser", user, "--kafkaPassword", options.getKafkaPassword());
    String tokenUrl = options.getKafkaTokenUrl();
    String mechanism = options.getKafkaMechanism();
    if (mechanism.equals("OAUTHBEARER") != (tokenUrl != null)) {
      throw new UsageException(
          "--kafkaMechanism=OAUTHBEARER and --kafkaTokenUrl must be given together, but one is"
              + " missing.");
    }
    if (tokenUrl == null && options.getKafkaScope() != null) {
      throw new UsageException("--kafkaScope needs --kafkaTokenUrl.");
    }
    if (user == null || password == null) {
      if (tokenUrl != null) {
        throw new UsageException("--kafkaTokenUrl needs --kafkaUser and --kafkaPassword.");
      }
      return connection;
    }
    if (tokenUrl != null) {
      return connection.withOAuthBearer(tokenUrl, user, password, options.getKafkaScope());
    }
    return switch (mechanism) {
      case "SCRAM-SHA-512" -> connection.withScram(user, password);
      case "SCRAM-SHA-256" -> connection.withScramSha256(user, password);
      case "PLAIN" -> connection.withPlain(user, password);
      default ->
          throw new UsageException(
              "--kafkaMechanism must be SCRAM-SHA-512, SCRAM-SHA-256, PLAIN or OAUTHBEARER, but was: "
                  + mechanism);
    };
  }

  // What was typed is not shown: it may be a secret at the wrong place.
  private static int equalsSign(String text, String option, String form) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageException(option + " must be " + form + ", but has no name and =.");
    }
    return equals;
  }

  private static List<String> orNone(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }
}
