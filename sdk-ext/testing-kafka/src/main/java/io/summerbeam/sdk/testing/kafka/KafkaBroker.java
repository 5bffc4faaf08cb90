package io.summerbeam.sdk.testing.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller, in a process of its own, on this machine only: for tests, and
 * to try something out.
 *
 * <pre>{@code
 * try (KafkaBroker broker = KafkaBroker.start(folder)) {
 *   broker.createTopic("orders", 3, Map.of());
 *   KafkaConnection.to(broker.bootstrapServers());
 *   broker.kill();
 *   broker.startAgain();
 * }
 * }</pre>
 *
 * <p>It listens on free ports of 127.0.0.1: {@link #bootstrapServers} asks for no password, {@link
 * #saslBootstrapServers} for that of {@link #USER}, by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; where
 * it is {@linkplain #startWithTls asked for}, with TLS, too, by certificate and by token. Nothing
 * is deleted because of its age; topics are made with {@link #createTopic} only. Its data and what
 * it logs ({@code broker.log}) are in its folder, and stay there.
 *
 * <p>It ends with this JVM, even when that is killed. Not thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {

  /** Who may connect to {@link #saslBootstrapServers}. */
  public static final String USER = "reader";

  // Somebody else may take a port between the look for a free one and the broker's start.
  private static final int ATTEMPTS = 3;

  private final BrokerFolder folder;
  private final String classPath;
  private final String password = UUID.randomUUID().toString();
  private final String clusterId = Uuid.randomUuid().toString();
  private final @Nullable BrokerTls tls;
  private BrokerPorts ports = BrokerPorts.free();
  private BrokerProcess process;

  private KafkaBroker(Path folder, String classPath, @Nullable String jwksUrl) throws IOException {
    this.folder = new BrokerFolder(folder.toAbsolutePath());
    this.classPath = classPath;
    Path keys = this.folder.path().resolve("tls");
    this.tls = jwksUrl == null ? null : new BrokerTls(keys, BrokerCertificates.make(keys), jwksUrl);
    this.process = firstStart();
  }

  /**
   * Starts a broker with the class path of this JVM, which has it where {@code
   * summerbeam-testing-kafka} is a dependency. Some five seconds.
   *
   * @param folder an empty one, or one that can be made
   * @throws IllegalStateException if it does not start; the message has the end of its log
   */
  public static KafkaBroker start(Path folder) throws IOException {
    return withClassPath(System.getProperty("java.class.path")).start(folder);
  }

  /**
   * Starts a broker with a class path of its own: for who keeps Kafka's Scala off this JVM's. It
   * must have the dependencies of {@code summerbeam-testing-kafka}, and that artifact itself.
   */
  public static Starter withClassPath(String classPath) {
    return new Starter(classPath);
  }

  /**
   * Starts a broker that listens with TLS as well: at {@link #tlsBootstrapServers} and {@link
   * #tokenBootstrapServers}. As {@link #start}, and a second more for the {@link #certificates}.
   *
   * @param jwksUrl where it finds the keys that tokens are signed with
   * @throws IllegalStateException if it does not start; the message has the end of its log
   */
  public static KafkaBroker startWithTls(Path folder, String jwksUrl) throws IOException {
    return withClassPath(System.getProperty("java.class.path")).startWithTls(folder, jwksUrl);
  }

  /** Starts a broker; made by {@link #withClassPath}. */
  public static final class Starter {

    private final String classPath;

    private Starter(String classPath) {
      this.classPath = classPath;
    }

    /**
     * As {@link KafkaBroker#start}.
     *
     * @throws IllegalStateException if it does not start
     */
    public KafkaBroker start(Path folder) throws IOException {
      return new KafkaBroker(folder, classPath, null);
    }

    /**
     * As {@link KafkaBroker#startWithTls}.
     *
     * @throws IllegalStateException if it does not start
     */
    public KafkaBroker startWithTls(Path folder, String jwksUrl) throws IOException {
      return new KafkaBroker(folder, classPath, jwksUrl);
    }
  }

  /** Where clients connect without a password: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + ports.plain();
  }

  /** Where clients connect as {@link #USER}, without TLS. */
  public String saslBootstrapServers() {
    return "127.0.0.1:" + ports.sasl();
  }

  /**
   * Where clients connect with TLS, and show a certificate that the broker knows.
   *
   * @throws IllegalStateException if it was not started with TLS
   */
  public String tlsBootstrapServers() {
    tls();
    return "127.0.0.1:" + ports.tls();
  }

  /**
   * Where clients connect with TLS and SASL/OAUTHBEARER.
   *
   * @throws IllegalStateException if it was not started with TLS
   */
  public String tokenBootstrapServers() {
    tls();
    return "127.0.0.1:" + ports.token();
  }

  /**
   * What the broker and its clients trust each other by.
   *
   * @throws IllegalStateException if it was not started with TLS
   */
  public BrokerCertificates certificates() {
    return tls().certificates();
  }

  /** The password of {@link #USER}, another one for each broker. */
  public String password() {
    return password;
  }

  /**
   * Makes a topic, and returns when it is there.
   *
   * @param config of the topic: {@code cleanup.policy}, ...
   * @throws IllegalStateException if the broker refuses it
   */
  public void createTopic(String name, int partitions, Map<String, String> config) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
    try (Admin admin = admin()) {
      admin.createTopics(List.of(topic)).all().get();
      // The controller has it; who reads asks the broker.
      BrokerProcess.await("topic " + name, () -> hasPartitions(admin, name, partitions), () -> {});
    } catch (ExecutionException e) {
      throw new IllegalStateException("The topic '" + name + "' cannot be made.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the topic '" + name + "' was made.", e);
    }
  }

  /** Kills it: nothing is closed, no client is told. It has ended when this returns. */
  public void kill() {
    process.kill();
  }

  /** Ends it as one should. It has ended when this returns. */
  public void stop() {
    process.stop();
  }

  /**
   * Starts it again after {@link #kill} or {@link #stop}, with its data and on the same ports;
   * ready when this returns.
   *
   * @throws IllegalStateException if it runs, or does not start
   */
  public void startAgain() throws IOException {
    if (process.isAlive()) {
      throw new IllegalStateException("The broker is running. Stop it or kill it first.");
    }
    process = launch();
  }

  @Override
  public void close() {
    process.kill();
  }

  private BrokerProcess firstStart() throws IOException {
    for (int attempt = 1; ; attempt++) {
      BrokerSettings.write(folder, ports, USER, password, tls);
      try {
        return launch();
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        folder.deleteData();
        ports = BrokerPorts.free();
      }
    }
  }

  private BrokerProcess launch() throws IOException {
    Files.createDirectories(folder.path());
    BrokerProcess started = BrokerProcess.start(classPath, folder, clusterId, USER, password);
    try {
      started.awaitReady(bootstrapServers());
      return started;
    } catch (RuntimeException e) {
      started.kill();
      throw e;
    }
  }

  private BrokerTls tls() {
    BrokerTls encrypted = tls;
    if (encrypted == null) {
      throw new IllegalStateException("The broker has no TLS. Start it with startWithTls().");
    }
    return encrypted;
  }

  private static boolean hasPartitions(Admin admin, String topic, int count)
      throws ExecutionException, InterruptedException {
    TopicDescription description =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    return description != null && description.partitions().size() == count;
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }
}
