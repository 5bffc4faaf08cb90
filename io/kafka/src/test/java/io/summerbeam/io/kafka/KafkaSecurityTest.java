package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.StringFormat;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.kafka.BrokerCertificates;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Connections that are encrypted, to a broker that wants a certificate or a token. */
@RunWith(JUnit4.class)
public class KafkaSecurityTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static TokenServer tokens;
  private static KafkaBroker broker;
  private static KeySource trusted;

  @Rule public final transient TestPipeline writing = TestPipeline.create();
  @Rule public final transient TestPipeline reading = TestPipeline.create();

  @BeforeClass
  public static void start() throws Exception {
    tokens = new TokenServer();
    broker = KafkaBroker.startWithTls(FOLDER.newFolder().toPath(), tokens.keysUrl());
    trusted = KeySource.of("file:" + broker.certificates().trusted());
  }

  @AfterClass
  public static void stop() {
    if (broker != null) {
      broker.close();
    }
    tokens.close();
  }

  @Test
  public void certificate_writesAndReads() {
    BrokerCertificates certificates = broker.certificates();
    writesAndReads(
        "by-certificate",
        KafkaConnection.to(broker.tlsBootstrapServers())
            .withTrusted(trusted)
            .withClientCertificate(
                KeySource.of("file:" + certificates.client()),
                KeySource.of("file:" + certificates.clientKey())));
  }

  @Test
  public void token_writesAndReads() throws IOException {
    writesAndReads("by-token", byToken(TokenServer.SECRET).withTrusted(trusted));
    assertThat(tokens.asked(), hasItem("grant_type=client_credentials&scope=kafka+orders"));
  }

  @Test
  public void certificateThatIsMissing_isRefused() {
    assertRefused(KafkaConnection.to(broker.tlsBootstrapServers()).withTrusted(trusted));
  }

  @Test
  public void brokerThatNobodyVouchesFor_isNotTrusted() throws IOException {
    assertRefused(byToken(TokenServer.SECRET));
  }

  @Test
  public void secretThatIsWrong_isRefused_andNotShown() throws IOException {
    KafkaConnection wrong = byToken("wr0ng secret").withTrusted(trusted);
    KafkaException refused = assertThrows(KafkaException.class, () -> consumer(wrong).close());
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString(), containsString("401"));
    assertThat(trace.toString(), not(containsString("wr0ng")));
  }

  private static KafkaConnection byToken(String secret) throws IOException {
    Path file = FOLDER.newFile().toPath();
    Files.writeString(file, secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return KafkaConnection.to(broker.tokenBootstrapServers())
        .withTls()
        .withOAuthBearer(
            tokens.tokenUrl(), TokenServer.CLIENT, KeySource.of("file:" + file), "kafka orders");
  }

  private void writesAndReads(String topic, KafkaConnection connection) {
    broker.createTopic(topic, 1, Map.of());
    StringFormat format = StringFormat.of();
    List<Row> rows =
        List.of(
            Row.withSchema(format.schema()).addValue("one").build(),
            Row.withSchema(format.schema()).addValue("two").build());
    writing
        .apply(Create.of(rows).withCoder(RowCoder.of(format.schema())))
        .setRowSchema(format.schema())
        .apply(KafkaRows.write(connection, topic).withFormat(format));
    writing.run().waitUntilFinish();
    PCollection<Row> read =
        reading.apply(
            KafkaRows.read(connection, topic)
                .withSchema(format.schema())
                .withFormat(format)
                .withStart(KafkaStart.earliest())
                .bounded());
    PAssert.that(
            read.apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(row -> row.getString(StringFormat.DEFAULT_FIELD))))
        .containsInAnyOrder("one", "two");
    reading.run().waitUntilFinish();
  }

  private static void assertRefused(KafkaConnection connection) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(connection)) {
      assertThrows(SslAuthenticationException.class, () -> consumer.partitionsFor("any"));
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection connection) {
    Map<String, Object> properties = new HashMap<>(connection.properties());
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    return new KafkaConsumer<>(properties);
  }
}
