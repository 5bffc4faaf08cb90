package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KafkaConnectionTest {

  private static final String PASSWORD = "pa\"55\\w\u00f6rd; x=\"y";

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void properties_ofServersAlone_arePlainText() {
    assertThat(
        KafkaConnection.to("a:1, b:2").properties(),
        equalTo(Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "PLAINTEXT")));
  }

  @Test
  public void properties_options_passThrough() {
    Map<String, Object> properties =
        KafkaConnection.to("a:1").withTls().withConfig("fetch.min.bytes", "7").properties();
    assertThat(properties.get("fetch.min.bytes"), equalTo("7"));
    assertThat(properties.get("security.protocol"), equalTo("SSL"));
  }

  @Test
  public void properties_scram_areThoseOfTheClient() throws IOException {
    Map<String, Object> properties =
        KafkaConnection.to("a:1").withScram("us\"er", secret("p")).properties();
    assertThat(properties.get("security.protocol"), equalTo("SASL_PLAINTEXT"));
    assertThat(properties.get("sasl.mechanism"), equalTo("SCRAM-SHA-512"));
    assertThat(
        properties.get("sasl.jaas.config"),
        equalTo(
            "org.apache.kafka.common.security.scram.ScramLoginModule required password=\"p\""
                + " username=\"us\\\"er\";"));
  }

  @Test
  public void properties_clientCertificate_areThoseOfTheClient() throws IOException {
    Map<String, Object> properties =
        KafkaConnection.to("a:1")
            .withTrusted(secret("CA\nCA"))
            .withClientCertificate(secret("CERT"), secret("KEY"))
            .withSecret("ssl.key.password", secret("kp"))
            .properties();
    assertThat(
        properties,
        equalTo(
            Map.of(
                "bootstrap.servers", "a:1",
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", "CA\nCA",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain", "CERT",
                "ssl.keystore.key", "KEY",
                "ssl.key.password", "kp")));
  }

  @Test
  public void properties_oauthBearer_namesAHandlerThatIsThere() throws Exception {
    Map<String, Object> properties =
        KafkaConnection.to("a:1")
            .withTls()
            .withOAuthBearer("https://login.example.org/token", "id", secret("s"), "kafka")
            .properties();
    assertThat(properties.get("sasl.mechanism"), equalTo("OAUTHBEARER"));
    assertThat(properties.get("security.protocol"), equalTo("SASL_SSL"));
    assertThat(
        properties.get("sasl.oauthbearer.token.endpoint.url"),
        equalTo("https://login.example.org/token"));
    assertThat(
        properties.get("sasl.jaas.config"),
        equalTo(
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " clientId=\"id\" clientSecret=\"s\" scope=\"kafka\";"));
    Class.forName((String) properties.get("sasl.login.callback.handler.class"));
  }

  @Test
  public void properties_mskIam_areThoseOfItsLibrary() {
    assertThat(
        KafkaConnection.to("a:1").withMskIam().properties(),
        equalTo(
            Map.of(
                "bootstrap.servers", "a:1",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "AWS_MSK_IAM",
                "sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;",
                "sasl.client.callback.handler.class",
                    "software.amazon.msk.auth.iam.IAMClientCallbackHandler")));
  }

  @Test
  public void presets_areTlsWithTheLoginOfEach() throws IOException {
    Map<String, Object> confluent =
        KafkaConnection.confluentCloud("a:1", "key", secret("s")).properties();
    assertThat(confluent.get("security.protocol"), equalTo("SASL_SSL"));
    assertThat(confluent.get("sasl.mechanism"), equalTo("PLAIN"));
    assertThat(
        String.valueOf(confluent.get("sasl.jaas.config")), containsString("username=\"key\""));

    Map<String, Object> eventHubs = KafkaConnection.eventHubs("my-ns", secret("s")).properties();
    assertThat(eventHubs.get("bootstrap.servers"), equalTo("my-ns.servicebus.windows.net:9093"));
    assertThat(
        String.valueOf(eventHubs.get("sasl.jaas.config")),
        containsString("username=\"$ConnectionString\""));

    Map<String, Object> redpanda = KafkaConnection.redpanda("a:1", "u", secret("s")).properties();
    assertThat(redpanda.get("security.protocol"), equalTo("SASL_SSL"));
    assertThat(redpanda.get("sasl.mechanism"), equalTo("SCRAM-SHA-256"));
  }

  @Test
  public void eventHubs_compressesNothing_unlessItIsSaid() throws IOException {
    KafkaConnection eventHubs = KafkaConnection.eventHubs("my-ns", secret("s"));
    assertThat(eventHubs.properties().get("compression.type"), equalTo("none"));
    assertThat(
        ProducerDefaults.with(eventHubs.properties()).get("compression.type"), equalTo("none"));
    assertThat(
        ProducerDefaults.with(eventHubs.withConfig("compression.type", "gzip").properties())
            .get("compression.type"),
        equalTo("gzip"));
    // The reading side is made of the same properties.
    try (KafkaConsumer<byte[], byte[]> consumer =
        consumer(
            KafkaConnection.to(TestBroker.get().bootstrapServers())
                .withConfig("compression.type", "none"))) {
      assertThat(consumer.partitionsFor(TestBroker.topic(1)).size(), equalTo(1));
    }
  }

  @Test
  public void login_ofEachMechanism_isTakenByTheBroker() throws IOException {
    KafkaConnection sasl = KafkaConnection.to(TestBroker.get().saslBootstrapServers());
    String topic = TestBroker.topic(1);
    KeySource password = secret(TestBroker.get().password());
    String user = KafkaBroker.USER;
    for (KafkaConnection each :
        List.of(
            sasl.withScram(user, password),
            sasl.withScramSha256(user, password),
            sasl.withPlain(user, password))) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer(each)) {
        assertThat(each.toString(), consumer.partitionsFor(topic).size(), equalTo(1));
      }
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        consumer(sasl.withScram(user, secret(PASSWORD)))) {
      assertThrows(SaslAuthenticationException.class, () -> consumer.partitionsFor(topic));
    }
  }

  @Test
  public void secrets_areNowhereButInTheClient() throws Exception {
    Path file = file(PASSWORD);
    KafkaConnection connection =
        KafkaConnection.to("a:1")
            .withScram("user", KeySource.of("file:" + file))
            .withSecret("ssl.keystore.password", KeySource.of("file:" + file))
            .withConfig("client.id", "visible-in-no-text");
    String text = connection.toString();
    String serialized =
        new String(SerializableUtils.serializeToByteArray(connection), StandardCharsets.ISO_8859_1);
    String display = DisplayData.from(KafkaRows.read(connection, "t")).toString();
    String jaas = (String) connection.properties().get("sasl.jaas.config");

    assertThat(jaas, containsString("pa\\\"55\\\\w\u00f6rd; x=\\\"y"));
    for (String each : List.of(text, serialized, display)) {
      assertThat(each, not(containsString("55\\w")));
    }
    assertThat(
        text,
        equalTo(
            "KafkaConnection{servers=a:1, tls=false, login=SCRAM-SHA-512, config=[client.id],"
                + " secrets=[ssl.keystore.password]}"));
    assertThat(display, not(containsString("visible-in-no-text")));
  }

  @Test
  public void secrets_ofTheReader_areWhatTheClientIsTold() throws Exception {
    // The quoting is right if Kafka's own parser reads it back.
    KafkaConnection connection =
        KafkaConnection.to("a:1").withPlain("u\\s\"r", KeySource.of("file:" + file(PASSWORD)));
    Map<String, Object> properties = connection.properties();
    JaasContext entries =
        JaasContext.loadClientContext(
            new ConsumerConfig(
                    Map.of(
                        "sasl.jaas.config",
                        new Password((String) properties.get("sasl.jaas.config")),
                        "sasl.mechanism",
                        "PLAIN",
                        "key.deserializer",
                        ByteArrayDeserializer.class,
                        "value.deserializer",
                        ByteArrayDeserializer.class))
                .values());
    assertThat(
        entries.configurationEntries().get(0).getOptions(),
        equalTo(Map.of("username", "u\\s\"r", "password", PASSWORD)));
  }

  @Test
  public void properties_secretThatIsNotThere_saysWhichOne() {
    KafkaConnection connection =
        KafkaConnection.to("a:1").withPlain("u", KeySource.of("env:NOT_SET_ANYWHERE"));
    assertThat(
        assertThrows(IllegalStateException.class, connection::properties).getMessage(),
        containsString("env:NOT_SET_ANYWHERE"));
  }

  @Test
  public void withConfig_whatTheTransformsOwn_isRefusedWithTheReason() {
    KafkaConnection connection = KafkaConnection.to("a:1");
    for (String key :
        List.of(
            "bootstrap.servers",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "enable.auto.commit",
            "group.id",
            "auto.offset.reset",
            "isolation.level",
            "transactional.id",
            "sasl.jaas.config")) {
      assertThat(
          assertThrows(
                  key, IllegalArgumentException.class, () -> connection.withConfig(key, "value"))
              .getMessage(),
          allOf(
              containsString("withConfig() must not be given '" + key + "'. "),
              not(containsString("value'"))));
    }
  }

  @Test
  public void withConfig_secret_isRefusedAndNotShown() {
    for (String key :
        List.of("ssl.keystore.password", "sasl.oauthbearer.client.secret", "ssl.keystore.key")) {
      assertThat(
          assertThrows(
                  key,
                  IllegalArgumentException.class,
                  () -> KafkaConnection.to("a:1").withConfig(key, "s3cret"))
              .getMessage(),
          equalTo(
              "withConfig() must not be given '"
                  + key
                  + "', which is a secret. Give it by reference with withSecret()."));
    }
  }

  @Test
  public void to_whatIsNoServer_isRefusedAndNotShown() {
    for (String servers : List.of("", "a", "a:b", "user:pw@host:1", "a:1,,b:2", "http://a:1")) {
      assertThat(
          assertThrows(servers, IllegalArgumentException.class, () -> KafkaConnection.to(servers))
              .getMessage(),
          allOf(containsString("must be given host:port"), not(containsString("user:pw"))));
    }
    assertThat(
        KafkaConnection.to("[::1]:9092").properties().get("bootstrap.servers"),
        equalTo("[::1]:9092"));
  }

  @Test
  public void equals_equalSettings_holdsAlsoWhenSerialized() throws IOException {
    Path file = file("x");
    KafkaConnection one = connection(file);
    KafkaConnection other = connection(file);
    assertThat(one, equalTo(other));
    assertThat(SerializableUtils.clone(one), equalTo(other));
    assertThat(SerializableUtils.clone(one).properties(), equalTo(other.properties()));
  }

  private static KafkaConnection connection(Path file) {
    return KafkaConnection.to("a:1")
        .withScram("u", KeySource.of("file:" + file))
        .withConfig("b", "1")
        .withConfig("a", "2");
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection connection) {
    return new KafkaConsumer<>(
        connection.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KeySource secret(String text) throws IOException {
    return KeySource.of("file:" + file(text));
  }

  private Path file(String text) throws IOException {
    Path file = folder.newFile().toPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, text + "\n");
    return file;
  }
}
