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

  /** Whom to trust. */
  @Description(
      "The authorities that the brokers' certificates are of, in PEM, instead of Java's:"
          + " file:PATH or env:VARIABLE. With it the connection is encrypted.")
  @Nullable String getKafkaTrusted();

  /** See {@link #getKafkaTrusted}. */
  void setKafkaTrusted(@Nullable String trusted);

  /** The certificate that is shown. */
  @Description(
      "The certificate to show the brokers, in PEM: file:PATH or env:VARIABLE; with"
          + " --kafkaCertificateKey. With it the connection is encrypted.")
  @Nullable String getKafkaCertificate();

  /** See {@link #getKafkaCertificate}. */
  void setKafkaCertificate(@Nullable String certificate);

  /** Its key. */
  @Description(
      "Where that certificate's private key is, in PEM (PKCS #8): file:PATH, env:VARIABLE.")
  @Nullable String getKafkaCertificateKey();

  /** See {@link #getKafkaCertificateKey}. */
  void setKafkaCertificateKey(@Nullable String key);

  /** Who connects. */
  @Description(
      "The user of the brokers, or the id of the client of --kafkaTokenUrl; with --kafkaPassword."
          + " Without them, nobody logs in.")
  @Nullable String getKafkaUser();

  /** See {@link #getKafkaUser}. */
  void setKafkaUser(@Nullable String user);

  /** Where the password is. */
  @Description("Where that user's password or client's secret is: env:VARIABLE or file:PATH.")
  @Nullable String getKafkaPassword();

  /** See {@link #getKafkaPassword}. */
  void setKafkaPassword(@Nullable String password);

  /** How the user logs in. */
  @Description(
      "How that user logs in: SCRAM-SHA-512, SCRAM-SHA-256, PLAIN, or OAUTHBEARER with"
          + " --kafkaTokenUrl.")
  @Default.String("SCRAM-SHA-512")
  String getKafkaMechanism();

  /** See {@link #getKafkaMechanism}. */
  void setKafkaMechanism(String mechanism);

  /** Who gives out tokens. */
  @Description("The server that gives out tokens for --kafkaMechanism=OAUTHBEARER, https://...")
  @Nullable String getKafkaTokenUrl();

  /** See {@link #getKafkaTokenUrl}. */
  void setKafkaTokenUrl(@Nullable String url);

  /** What tokens are asked for. */
  @Description("The scope that the server of --kafkaTokenUrl is asked for. Without it, none.")
  @Nullable String getKafkaScope();

  /** See {@link #getKafkaScope}. */
  void setKafkaScope(@Nullable String scope);

  /** Options of the client. */
  @Description("An option of Kafka's clients, NAME=VALUE. May be given more than once.")
  @Nullable List<String> getKafkaConfig();

  /** See {@link #getKafkaConfig}. */
  void setKafkaConfig(@Nullable List<String> config);

  /** Options of the client that are secrets. */
  @Description(
      "An option of Kafka's clients that is a secret, NAME=env:VARIABLE or NAME=file:PATH:"
          + " ssl.key.password=file:/etc/key-password. May be given more than once.")
  @Nullable List<String> getKafkaSecret();

  /** See {@link #getKafkaSecret}. */
  void setKafkaSecret(@Nullable List<String> secrets);
}
