package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a Kafka cluster is, and who connects: for {@link KafkaRows} and what else reads and writes
 * topics.
 *
 * <pre>{@code
 * KafkaConnection.to("broker1:9093,broker2:9093")
 *     .withTls()
 *     .withScram("orders", KeySource.of("file:/run/secrets/kafka"));
 * }</pre>
 *
 * <p><b>Secrets</b> are given by reference ({@link KeySource}). They are read where a client is
 * made: on the workers, and where a runner looks at the topics before it starts, there as well.
 * None is in the pipeline, in display data, or in {@link #toString}, which shows the servers and
 * the names of options only.
 *
 * <p><b>Options</b> of Kafka's clients pass through ({@link #withConfig}), but for those on which
 * it depends that no record is lost; these are refused with the reason.
 *
 * <p>Without any of {@code withTls}, {@code withScram}, ... the connection is plain text without a
 * user.
 */
@AutoValue
public abstract class KafkaConnection implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * A cluster, found by some of its brokers.
   *
   * @param bootstrapServers {@code host:port}, several with commas between them
   * @throws IllegalArgumentException if it is not in that form
   */
  public static KafkaConnection to(String bootstrapServers) {
    return new AutoValue_KafkaConnection(
        Servers.check(bootstrapServers), Map.of(), Map.of(), false, null);
  }

  /**
   * Confluent Cloud: TLS, with an API key and its secret.
   *
   * @throws IllegalArgumentException as {@link #to}
   */
  public static KafkaConnection confluentCloud(
      String bootstrapServers, String apiKey, KeySource secret) {
    return to(bootstrapServers)
        .withTls()
        .withPlain(apiKey, secret)
        .withConfig("client.dns.lookup", "use_all_dns_ips");
  }

  /**
   * Azure Event Hubs: TLS, with the connection string of a namespace.
   *
   * <p>What is written is not compressed ({@code compression.type=none}): the service refuses
   * compressed records, with UNSUPPORTED_FOR_MESSAGE_FORMAT, in all tiers but Premium and
   * Dedicated. Who has a tier that takes them says so: {@code withConfig("compression.type", ...)}.
   *
   * @param namespace its name, without {@code .servicebus.windows.net}
   * @throws IllegalArgumentException if it is not such a name
   */
  public static KafkaConnection eventHubs(String namespace, KeySource connectionString) {
    if (!namespace.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException(
          "eventHubs() must be given the name of a namespace, of letters, digits and hyphens, but"
              + " was: '"
              + namespace
              + "'");
    }
    return to(namespace + ".servicebus.windows.net:9093")
        .withTls()
        .withPlain("$ConnectionString", connectionString)
        // Its side closes a connection that was idle for four minutes.
        .withConfig("connections.max.idle.ms", "180000")
        .withConfig("metadata.max.age.ms", "180000")
        .withConfig("request.timeout.ms", "60000")
        // Only a producer knows this option; the other clients pass it over.
        .withConfig("compression.type", "none");
  }

  /**
   * Redpanda with TLS and SCRAM-SHA-256, as its cloud has it. One without either is {@link #to}.
   *
   * @throws IllegalArgumentException as {@link #to}
   */
  public static KafkaConnection redpanda(String bootstrapServers, String user, KeySource password) {
    return to(bootstrapServers)
        .withTls()
        .with(SaslLogin.scram("SCRAM-SHA-256", "redpanda()", user, password));
  }

  /**
   * Encrypts, and checks that the broker's certificate is one that Java trusts and is for its host.
   * For an authority of one's own give {@link #withTrusted} as well.
   */
  public KafkaConnection withTls() {
    return new AutoValue_KafkaConnection(servers(), config(), secrets(), true, login());
  }

  /**
   * The certificates of the authorities to trust instead of Java's, in PEM; with it TLS is on.
   *
   * @param certificates no secret, but kept where secrets are
   */
  public KafkaConnection withTrusted(KeySource certificates) {
    return withTls()
        .plus("ssl.truststore.type", "PEM")
        .plus("ssl.truststore.certificates", certificates);
  }

  /**
   * Shows the broker a certificate of one's own (mutual TLS); with it TLS is on. Both in PEM, the
   * key in PKCS #8, encrypted or not; the password of an encrypted one is {@code
   * withSecret("ssl.key.password", ...)}.
   *
   * @param certificates one's own certificate first, then those of its authorities
   */
  public KafkaConnection withClientCertificate(KeySource certificates, KeySource privateKey) {
    return withTls()
        .plus("ssl.keystore.type", "PEM")
        .plus("ssl.keystore.certificate.chain", certificates)
        .plus("ssl.keystore.key", privateKey);
  }

  /**
   * A user and a password, by SASL/SCRAM-SHA-512.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public KafkaConnection withScram(String user, KeySource password) {
    return with(SaslLogin.scram("SCRAM-SHA-512", "withScram()", user, password));
  }

  /**
   * A user and a password, by SASL/SCRAM-SHA-256.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public KafkaConnection withScramSha256(String user, KeySource password) {
    return with(SaslLogin.scram("SCRAM-SHA-256", "withScramSha256()", user, password));
  }

  /**
   * A user and a password, by SASL/PLAIN, which sends the password as it is: use it with TLS.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public KafkaConnection withPlain(String user, KeySource password) {
    return with(SaslLogin.plain(user, password));
  }

  /**
   * A token that a server of the organisation gives out, by SASL/OAUTHBEARER with the grant of
   * client credentials.
   *
   * @param tokenUrl of that server, {@code https://...}
   * @param scope null where the server asks for none
   * @throws IllegalArgumentException if the URL is none, or the client's id is empty
   */
  public KafkaConnection withOAuthBearer(
      String tokenUrl, String clientId, KeySource clientSecret, @Nullable String scope) {
    return with(SaslLogin.oauthBearer(clientId, clientSecret, scope))
        .plus("sasl.oauthbearer.token.endpoint.url", Servers.checkTokenUrl(tokenUrl))
        .plus(
            "sasl.login.callback.handler.class",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
  }

  /**
   * The IAM of Amazon MSK, with TLS: the worker's own role. The library {@code
   * software.amazon.msk:aws-msk-iam-auth} must be on the class path of the workers; it is not a
   * dependency of this one.
   */
  public KafkaConnection withMskIam() {
    return withTls()
        .with(SaslLogin.mskIam())
        .plus(
            "sasl.client.callback.handler.class",
            "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
  }

  /**
   * An option of Kafka's clients, as its documentation calls it.
   *
   * @throws IllegalArgumentException if it is one that the transforms set themselves, or a secret;
   *     the message does not show the value
   */
  public KafkaConnection withConfig(String key, String value) {
    OwnedOptions.check("withConfig", key);
    OwnedOptions.checkNoSecret(key);
    return plus(key, value);
  }

  /**
   * An option of Kafka's clients that is a secret: {@code ssl.keystore.password}.
   *
   * @throws IllegalArgumentException if it is one that the transforms set themselves
   */
  public KafkaConnection withSecret(String key, KeySource secret) {
    OwnedOptions.check("withSecret", key);
    return plus(key, secret);
  }

  abstract String servers();

  abstract Map<String, String> config();

  abstract Map<String, KeySource> secrets();

  abstract boolean tls();

  abstract @Nullable SaslLogin login();

  /**
   * All options of a client, with the secrets, which are read now.
   *
   * @throws IllegalStateException if a secret cannot be read; the message shows its reference
   */
  final Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(config());
    secrets().forEach((key, secret) -> properties.put(key, secret.readText()));
    properties.put("bootstrap.servers", servers());
    SaslLogin login = login();
    if (login != null) {
      properties.putIfAbsent("sasl.mechanism", login.mechanism());
      properties.put("sasl.jaas.config", login.jaas());
    }
    String transport = tls() ? "SSL" : "PLAINTEXT";
    properties.putIfAbsent("security.protocol", login == null ? transport : "SASL_" + transport);
    return properties;
  }

  private KafkaConnection with(SaslLogin login) {
    return new AutoValue_KafkaConnection(servers(), config(), secrets(), tls(), login);
  }

  private KafkaConnection plus(String key, String value) {
    return new AutoValue_KafkaConnection(
        servers(), plus(config(), key, value), without(secrets(), key), tls(), login());
  }

  private KafkaConnection plus(String key, KeySource secret) {
    return new AutoValue_KafkaConnection(
        servers(), without(config(), key), plus(secrets(), key, secret), tls(), login());
  }

  // Sorted, so that two equal connections are the same bytes.
  private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
    Map<String, V> more = new TreeMap<>(map);
    more.put(key, value);
    return Collections.unmodifiableMap(more);
  }

  private static <V> Map<String, V> without(Map<String, V> map, String key) {
    Map<String, V> less = new TreeMap<>(map);
    less.remove(key);
    return Collections.unmodifiableMap(less);
  }

  /** The servers and the names of the options, without any value. */
  @Override
  public final String toString() {
    SaslLogin login = login();
    return "KafkaConnection{servers="
        + servers()
        + ", tls="
        + tls()
        + ", login="
        + (login == null ? "none" : login.mechanism())
        + ", config="
        + config().keySet()
        + ", secrets="
        + secrets().keySet()
        + "}";
  }
}
