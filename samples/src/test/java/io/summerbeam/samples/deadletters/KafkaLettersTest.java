package io.summerbeam.samples.deadletters;

import static io.summerbeam.samples.CommandLine.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.io.kafka.KafkaConnection;
import io.summerbeam.io.kafka.KafkaDeadLetters;
import io.summerbeam.samples.CommandLine;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.kafka.BrokerCertificates;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code dead-letters} on topics of a real broker, as it is typed. */
public class KafkaLettersTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  // A test does not wait as long as people do.
  private static final String[] IMPATIENT = {
    "--kafkaConfig=default.api.timeout.ms=2000",
    "--kafkaConfig=request.timeout.ms=1500",
    "--kafkaConfig=max.block.ms=2000"
  };

  private static KafkaBroker broker;

  @BeforeClass
  public static void startBroker() throws IOException {
    // Kafka's Scala is not on this class path: Spark has another.
    Path classPath = Path.of("distribution", "broker", "target", "classpath");
    Path noTokens = Files.writeString(path("keys.json"), "{\"keys\":[]}");
    broker =
        KafkaBroker.withClassPath(Files.readString(classPath).strip())
            .startWithTls(path("broker"), noTokens.toUri().toString());
  }

  @AfterClass
  public static void stopBroker() {
    broker.close();
  }

  private static Path path(String name) {
    return FOLDER.getRoot().toPath().resolve(name);
  }

  private static DeadLetter letter(int number, String topic) {
    return DeadLetter.builder()
        .setId("00" + number)
        .setPipeline("orders")
        .setStep("Validate")
        .setReason("malformed")
        .setMessage("it is")
        .setPayload(("{\"secret\":" + number + "}").getBytes(UTF_8))
        .setPayloadFormat("json")
        .setSource(Provenance.ofKafka(topic, 1, number))
        .setEventTime(Instant.parse("2001-01-01T12:00:00Z"))
        .setFailureTime(Instant.parse("2001-01-02T00:00:00Z"))
        .setFirstFailureTime(Instant.parse("2001-01-02T00:00:00Z"))
        .build();
  }

  private static void write(String topic, DeadLetter... letters) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(Arrays.asList(letters)).withCoder(DeadLetter.coder()))
        .apply(KafkaDeadLetters.to(KafkaConnection.to(broker.bootstrapServers()), topic));
    pipeline.run().waitUntilFinish();
  }

  private static CommandLine command(String command, String topic, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "dead-letters",
                command,
                "kafka:" + topic,
                "--bootstrapServers=" + broker.bootstrapServers()));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  private static String printed(String command, String topic, String... more) {
    CommandLine ended = command(command, topic, more);
    assertThat(ended.err(), ended.code(), equalTo(0));
    return ended.out().replace(broker.bootstrapServers(), "BROKER");
  }

  /** What a replay prints that refuses some. */
  private static String refusing(String topic, String... more) {
    CommandLine ended = command("replay", topic, more);
    assertThat(ended.err(), ended.code(), equalTo(3));
    assertThat(ended.err(), startsWith("dead-letters replay: "));
    assertThat(ended.err(), not(containsString("secret")));
    return ended.out().replace(broker.bootstrapServers(), "BROKER");
  }

  private static List<String> records(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          records.add(record.partition() + " " + new String(record.value(), UTF_8));
        }
      }
      return records.stream().sorted().toList();
    }
  }

  @Test
  public void lettersOfATopic_areListedAndShown() {
    broker.createTopic("shown-dead", 1, Map.of());
    write("shown-dead", letter(1, "shown"));
    assertThat(
        printed("summary", "shown-dead"),
        startsWith("topic shown-dead at BROKER: 1 dead letter\n"));
    assertThat(
        printed("list", "shown-dead").lines().skip(1).toList(),
        equalTo(
            List.of(
                "001  2001-01-02T00:00:00Z  open           1  malformed  Validate  shown partition"
                    + " 1 (offset 1)  it is")));
    assertThat(printed("list", "shown-dead", "--reason=late").lines().count(), equalTo(1L));
    assertThat(
        command("show", "shown-dead", "001").out(),
        containsString("payload         12 bytes, not shown (--show-payload)\n"));
    assertThat(
        command("show", "shown-dead", "001", "--show-payload").out(),
        containsString("payload         {\"secret\":1}\n"));
  }

  @Test
  public void replayTwice_toTheOriginalTopic_deliversOnce() {
    broker.createTopic("once", 2, Map.of());
    broker.createTopic("once-dead", 1, Map.of());
    write(
        "once-dead",
        letter(1, "once"),
        letter(2, "once"),
        letter(3, "once").toBuilder().setAttempts(5).build(),
        letter(4, "once").toBuilder().setSource(null).build());
    String first = refusing("once-dead", "--to=kafka:", "--set=secret=secret * 10");
    assertThat(
        first,
        equalTo(
            "topic once-dead at BROKER to the topics they came from at BROKER, delivered once\n"
                + "  replayed  2\n"
                + "  parked    1\n"
                + "  refused   1\n"
                + "            1  it did not come from a topic\n"
                + "                 004\n"));
    String second = refusing("once-dead", "--to=kafka:");
    assertThat(second, containsString("  replayed  0\n  parked    0\n  refused   1\n"));
    assertThat(records("once"), equalTo(List.of("1 {\"secret\":10}", "1 {\"secret\":20}")));
    assertThat(
        printed("list", "once-dead", "--status=parked").lines().skip(1).count(), equalTo(1L));
  }

  @Test
  public void payloadsThatAreNoPlainJson_areEditedAndKeepWhatStandsBeforeThem() throws IOException {
    broker.createTopic("mended", 1, Map.of());
    broker.createTopic("formats-dead", 1, Map.of());
    write(
        "formats-dead",
        letter(1, "x").toBuilder()
            .setPayload(OneSchema.order(1, 5, 'a'))
            .setPayloadFormat("avro-registry")
            .build(),
        letter(2, "x").toBuilder()
            .setPayload("\0\0\0\0\2{\"a\": 1}".getBytes(UTF_8))
            .setPayloadFormat("json-registry")
            .build(),
        letter(3, "x").toBuilder()
            .setPayload("1,\"a,b\"".getBytes(UTF_8))
            .setPayloadFormat("csv")
            .build());
    try (OneSchema registry = new OneSchema()) {
      assertThat(
          printed(
              "replay",
              "formats-dead",
              "--to=kafka:mended",
              "--id=001",
              "--format=avro-registry",
              "--registry=" + registry.url(),
              "--set=id=id + 1",
              "--set=name=name + 'b'"),
          containsString("  replayed  1\n"));
    }
    assertThat(
        printed("replay", "formats-dead", "--to=kafka:mended", "--id=002", "--set=a=a + 1"),
        containsString("  replayed  1\n"));
    assertThat(
        printed(
            "replay",
            "formats-dead",
            "--to=kafka:mended",
            "--format=csv",
            "--columns=id,name",
            "--set=id=string(int(id) + 1)"),
        containsString("  replayed  1\n"));
    assertThat(
        records("mended"),
        equalTo(List.of("0 \0\0\0\0\1\f\4ab", "0 \0\0\0\0\2{\"a\": 2}", "0 2,\"a,b\"")));
  }

  @Test
  public void lettersThatAreRefused_holdUpNoOther() {
    broker.createTopic("picky", 1, Map.of("cleanup.policy", "compact"));
    broker.createTopic("picky-dead", 1, Map.of());
    byte[] key = {7};
    write(
        "picky-dead",
        letter(1, "x").toBuilder().setKey(key).build(),
        letter(2, "x"),
        letter(3, "x").toBuilder().setKey(key).setPayloadFormat("masked+json").build(),
        letter(4, "x").toBuilder().setKey(key).build());
    for (int i = 0; i < 2; i++) {
      assertThat(
          refusing("picky-dead", "--to=kafka:picky"),
          equalTo(
              "topic picky-dead at BROKER to topic picky at BROKER, delivered once\n"
                  + ("  replayed  " + (i == 0 ? 2 : 0) + "\n")
                  + "  parked    0\n"
                  + "  refused   2\n"
                  + "            1  it is masked: replay it from its source, or allow what is"
                  + " masked\n"
                  + "                 003\n"
                  + "            1  the broker does not take such a record: one of a compacted"
                  + " topic needs a key\n"
                  + "                 002\n"));
    }
    assertThat(
        printed("replay", "picky-dead", "--to=kafka:picky", "--except-id=002", "--allow-masked"),
        containsString("  replayed  1\n"));
    assertThat(
        records("picky"),
        equalTo(List.of("0 {\"secret\":1}", "0 {\"secret\":3}", "0 {\"secret\":4}")));
  }

  @Test
  public void interruptedReplay_isGoneOnWith() {
    broker.createTopic("good", 1, Map.of());
    broker.createTopic("stopped-dead", 1, Map.of());
    write("stopped-dead", letter(1, "stopped"), letter(2, "stopped"));
    String[] away = Arrays.copyOf(IMPATIENT, IMPATIENT.length + 1);
    away[IMPATIENT.length] = "--to=kafka:no-such";
    CommandLine failed = command("replay", "stopped-dead", away);
    assertThat(failed.code(), equalTo(1));
    assertThat(failed.err(), startsWith("dead-letters replay FAILED: "));
    assertThat(printed("list", "stopped-dead", "--status=open").lines().count(), equalTo(3L));

    assertThat(
        printed("replay", "stopped-dead", "--id=001", "--to=kafka:good"),
        containsString("to topic good at BROKER, delivered once\n  replayed  1\n"));
    assertThat(
        printed("replay", "stopped-dead", "--to=kafka:good"), containsString("  replayed  1\n"));
    assertThat(records("good"), equalTo(List.of("0 {\"secret\":1}", "0 {\"secret\":2}")));
  }

  @Test
  public void replay_toAFolder_isAtLeastOnce() throws IOException {
    broker.createTopic("folder-dead", 1, Map.of());
    write("folder-dead", letter(1, "folder"));
    Path in = path("in");
    assertThat(
        printed("replay", "folder-dead", "--to=" + in, "--dry-run"),
        containsString("nothing was done"));
    assertThat(Files.exists(in), equalTo(false));
    for (int i = 0; i < 2; i++) {
      assertThat(
          printed("replay", "folder-dead", "--to=" + in),
          containsString("delivered at least once\n  replayed  " + (1 - i) + "\n"));
    }
    assertThat(CommandLine.lines(in, "replayed-"), equalTo(List.of("{\"secret\":1}")));
  }

  @Test
  public void watch_showsNewOnes() throws Exception {
    broker.createTopic("watched-dead", 1, Map.of());
    CompletableFuture<String> watch =
        CompletableFuture.supplyAsync(() -> printed("watch", "watched-dead", "--limit=1"));
    // Until the watch sees one: what is written before it begins is not new.
    for (int i = 1; !watch.isDone(); i++) {
      write("watched-dead", letter(1, "watched"));
      try {
        watch.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        assertThat("a watch that sees nothing", i < 100);
      }
    }
    assertThat(
        watch.get(),
        equalTo(
            "Watching topic watched-dead at BROKER. Ctrl-C ends it.\n"
                + "001  2001-01-02T00:00:00Z  open  1  malformed  Validate  watched partition 1"
                + " (offset 1)  it is\n"));
  }

  private static String failed(String... args) {
    CommandLine ended = call(args);
    assertThat(ended.err(), ended.code(), equalTo(1));
    return ended.err().strip();
  }

  private static String refused(String... args) {
    CommandLine ended = call(args);
    assertThat(ended.out(), ended.code(), equalTo(2));
    return ended.err().strip();
  }

  @Test
  public void whatIsNotThere_isToldInTime() {
    String servers = "--bootstrapServers=" + broker.bootstrapServers();
    assertThat(
        failed("dead-letters", "list", "kafka:no-such", servers),
        equalTo("dead-letters list FAILED: IOException: The topic 'no-such' does not exist."));
    assertThat(
        failed("dead-letters", "replay", "kafka:no-such", servers, "--to=kafka:"),
        equalTo("dead-letters replay FAILED: IOException: The topic 'no-such' does not exist."));
    // No broker of ours listens there.
    assertThat(
        failed(
            "dead-letters",
            "list",
            "kafka:x",
            "--bootstrapServers=127.0.0.1:1",
            IMPATIENT[0],
            IMPATIENT[1]),
        equalTo(
            "dead-letters list FAILED: IOException: The topic 'x.replays' cannot be looked for:"
                + " the brokers at 127.0.0.1:1 do not answer. Do they run, is the address right,"
                + " and do they want TLS or a user?"));
  }

  @Test
  public void password_isNeededAndNeverShown() throws IOException {
    broker.createTopic("safe-dead", 1, Map.of());
    write("safe-dead", letter(1, "safe"));
    String servers = "--bootstrapServers=" + broker.saslBootstrapServers();
    String user = "--kafkaUser=" + KafkaBroker.USER;
    for (String mechanism : List.of("SCRAM-SHA-512", "PLAIN")) {
      CommandLine list =
          call(
              "dead-letters",
              "list",
              "kafka:safe-dead",
              servers,
              user,
              "--kafkaPassword=" + secret("right", broker.password()),
              "--kafkaMechanism=" + mechanism);
      assertThat(list.err(), list.code(), equalTo(0));
      assertThat(list.out(), containsString("001  2001-01-02"));
    }
    String wrong =
        failed(
            "dead-letters",
            "list",
            "kafka:safe-dead",
            servers,
            user,
            "--kafkaPassword=" + secret("wrong", "not-the-password"));
    assertThat(
        wrong,
        containsString(
            "the brokers at "
                + broker.saslBootstrapServers()
                + " refuse the user or the password."));
    assertThat(wrong, not(containsString("not-the-password")));
    assertThat(
        refused(
            "dead-letters", "list", "kafka:x", servers, user, "--kafkaPassword=not-the-password"),
        not(containsString("not-the-password")));
  }

  @Test
  public void certificate_isShownToTheBroker() {
    broker.createTopic("certified-dead", 1, Map.of());
    write("certified-dead", letter(1, "safe"));
    BrokerCertificates certificates = broker.certificates();
    CommandLine list =
        call(
            "dead-letters",
            "list",
            "kafka:certified-dead",
            "--bootstrapServers=" + broker.tlsBootstrapServers(),
            "--kafkaTrusted=file:" + certificates.trusted(),
            "--kafkaCertificate=file:" + certificates.client(),
            "--kafkaCertificateKey=file:" + certificates.clientKey());
    assertThat(list.err(), list.code(), equalTo(0));
    assertThat(list.out(), containsString("001  2001-01-02"));
  }

  private static String secret(String name, String text) throws IOException {
    Path file = Files.writeString(path(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  @Test
  public void wrongArguments_areRefusedWithARemedy() {
    String servers = "--bootstrapServers=localhost:9092";
    assertThat(
        refused("dead-letters", "list", "kafka:x", servers, "--kafkaCertificate=file:a"),
        equalTo(
            "--kafkaCertificate and --kafkaCertificateKey must be given together, but one is"
                + " missing."));
    assertThat(
        refused("dead-letters", "list", "kafka:x", servers, "--kafkaMechanism=OAUTHBEARER"),
        equalTo(
            "--kafkaMechanism=OAUTHBEARER and --kafkaTokenUrl must be given together, but one is"
                + " missing."));
    assertThat(
        refused("dead-letters", "list", "kafka:x"),
        equalTo("kafka: needs --bootstrapServers=HOST:PORT, which says where the brokers are."));
    assertThat(
        refused("dead-letters", "list", "kafka:", servers),
        equalTo("STORE must name a topic: kafka:TOPIC"));
    assertThat(
        refused("dead-letters", "list", "kafka:x", servers, "--kafkaUser=u"),
        equalTo("--kafkaUser and --kafkaPassword must be given together, but one is missing."));
    assertThat(
        refused(
            "dead-letters",
            "list",
            "kafka:x",
            servers,
            "--kafkaUser=u",
            "--kafkaPassword=env:X",
            "--kafkaMechanism=GSSAPI"),
        equalTo(
            "--kafkaMechanism must be SCRAM-SHA-512, SCRAM-SHA-256, PLAIN or OAUTHBEARER, but was:"
                + " GSSAPI"));
    assertThat(
        refused("dead-letters", "list", "kafka:x", servers, "--kafkaConfig=hidden"),
        equalTo("--kafkaConfig must be NAME=VALUE, but has no name and =."));
    assertThat(
        refused("dead-letters", "list", "kafka:x", servers, "--kafkaConfig=ssl.key.password=hide"),
        containsString("Give it by reference with withSecret()"));
  }
}
