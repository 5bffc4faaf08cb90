package io.summerbeam.samples.deadletters;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** How the brokers of a topic are reached. */
public interface KafkaOptions extends PipelineOptions {

  /** Where they are. */
  @Description("The brokers of kafka:TOPIC, HOST:PORT, several with commas between them.")
  @Nullable String getBootstrapServers();

  /** See {@link #getBootstrapServers}. */
  void setBootstrapServers(@Nullable String servers);

  /** Whether the connection is encrypted. */
  @Description("Connects to the brokers with TLS.")
  boolean isKafkaTls();

  /** See {@link #isKafkaTls}. */
  void setKafkaTls(boolean tls);

  /** Who connects. */
  @Description("The user of the brokers; with --kafkaPassword. Without them, nobody logs in.")
  @Nullable String getKafkaUser();

  /** See {@link #getKafkaUser}. */
  void setKafkaUser(@Nullable String user);

  /** Where the password is. */
  @Description("Where that user's password is: env:VARIABLE or file:PATH.")
  @Nullable String getKafkaPassword();

  /** See {@link #getKafkaPassword}. */
  void setKafkaPassword(@Nullable String password);

  /** How the user logs in. */
  @Description("How that user logs in: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN.")
  @Default.String("SCRAM-SHA-512")
  String getKafkaMechanism();

  /** See {@link #getKafkaMechanism}. */
  void setKafkaMechanism(String mechanism);

  /** Options of the client. */
  @Description("An option of Kafka's clients, NAME=VALUE. May be given more than once.")
  @Nullable List<String> getKafkaConfig();

  /** See {@link #getKafkaConfig}. */
  void setKafkaConfig(@Nullable List<String> config);

  /** Options of the client that are secrets. */
  @Description(
      "An option of Kafka's clients that is a secret, NAME=env:VARIABLE or NAME=file:PATH:"
          + " ssl.truststore.certificates=file:/etc/ca.pem. May be given more than once.")
  @Nullable List<String> getKafkaSecret();

  /** See {@link #getKafkaSecret}. */
  void setKafkaSecret(@Nullable List<String> secrets);
}
