package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Topics that are not there, with a broker that makes those that are asked for. */
@RunWith(JUnit4.class)
public final class AutoCreatedTopicsTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static KafkaBroker broker;
  private static KafkaConnection connection;

  /** Does not wait long for a topic that is not there. */
  private static KafkaConnection impatient;

  @BeforeClass
  public static void startBroker() throws IOException {
    Path folder = FOLDER.getRoot().toPath().resolve("broker");
    broker = KafkaBroker.start(folder);
    broker.stop();
    // Of two values the later one counts.
    Files.writeString(
        folder.resolve("server.properties"),
        "\nauto.create.topics.enable=true\n",
        StandardOpenOption.APPEND);
    broker.startAgain();
    connection = KafkaConnection.to(broker.bootstrapServers());
    impatient = connection.withConfig("max.block.ms", "5000");
    // The first transaction of a broker takes longer than that.
    broker.createTopic("dead", 1, Map.of());
    KafkaDeadLetterStore.of(connection, "dead")
        .replay(KafkaReplayTarget.to(connection, "any"))
        .close();
  }

  @AfterClass
  public static void stopBroker() {
    broker.close();
  }

  private static Set<String> topics() {
    try (Admin admin = StoreClients.admin(connection)) {
      return admin.listTopics().names().get();
    } catch (IOException | InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic) {
    return new ProducerRecord<>(topic, "v".getBytes(UTF_8));
  }

  private static DeadLetter letterOf(String topic) {
    return DeadLetter.builder()
        .setId("000000000000000000000000000000aa")
        .setPipeline("orders")
        .setStep("Validate")
        .setReason("malformed")
        .setMessage("the message")
        .setPayload("p".getBytes(UTF_8))
        .setSource(Provenance.ofKafka(topic, 0, 7))
        .setFailureTime(new Instant(1000))
        .setFirstFailureTime(new Instant(1000))
        .build();
  }

  @Test
  public void topicThatAProducerAsksFor_isMade() throws Exception {
    try (Producer<byte[], byte[]> producer = StoreClients.producer(connection.properties())) {
      assertThat(producer.partitionsFor("asked-for").size(), equalTo(1));
    }
    Leftovers.await("the topic", () -> topics().contains("asked-for"));
  }

  @Test
  public void topicThatARecordNames_refusesItAndIsNotMade() throws Exception {
    SharedProducer producer = SharedProducer.acquire(impatient);
    try {
      BundleSends<String> sends = new BundleSends<>("Out", producer, true, 10);
      sends.send("kept", record("named"));
      sends.finish();
      BundleSends.Refused<String> refused = sends.pollRefused();
      assertThat(refused.kept(), equalTo("kept"));
      assertThat(refused.why().isAbsentTopic(), equalTo(true));
    } finally {
      producer.release();
    }
    assertThat(topics(), not(hasItem("named")));
  }

  @Test
  public void topicOfTheSettings_failsTheBundleAndIsNotMade() throws Exception {
    SharedProducer producer = SharedProducer.acquire(impatient);
    try {
      BundleSends<String> sends = new BundleSends<>("Out", producer, false, 10);
      sends.send("kept", record("of-settings"));
      assertThat(
          assertThrows(IOException.class, sends::finish).getMessage(),
          startsWith(
              "Out: a record could not be written to Kafka (TimeoutException: the topic does not"
                  + " exist)."));
    } finally {
      producer.release();
    }
    assertThat(topics(), not(hasItem("of-settings")));
  }

  @Test
  public void replayToATopicThatIsGone_refusesTheRecordAndMakesNone() throws Exception {
    DeadLetter letter = letterOf("gone");
    ReplayRecord record = ReplayRecord.of(letter);
    List<RefusedRecord> refused =
        List.of(new RefusedRecord(record, "the topic it came from does not exist"));
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(impatient);
    try (ReplaySession session = KafkaDeadLetterStore.of(impatient, "dead").replay(target)) {
      assertThat(session.deliver(letter, record), equalTo(true));
      assertThat(session.commit(), equalTo(refused));
    }
    try (ReplayWriter writer = target.open()) {
      writer.write(record);
      assertThat(writer.flush(), equalTo(refused));
    }
    assertThat(topics(), not(hasItem("gone")));
  }

  @Test
  public void replayToATopicThatIsNotThere_failsAndMakesNone() throws Exception {
    DeadLetter letter = letterOf("dead");
    KafkaReplayTarget target = KafkaReplayTarget.to(impatient, "nowhere");
    try (ReplaySession session = KafkaDeadLetterStore.of(impatient, "dead").replay(target)) {
      assertThat(session.deliver(letter, ReplayRecord.of(letter)), equalTo(true));
      assertThat(
          assertThrows(IOException.class, session::commit).getMessage(),
          equalTo(
              "The replay of 'dead' failed: the topic 'nowhere' does not exist. Make it and replay"
                  + " again: what was not delivered is open still."));
    }
    assertThat(topics(), not(hasItem("nowhere")));
  }

  @Test
  public void exactlyOnce_topicThatIsNotThere_failsAndIsNotMade() throws Exception {
    try (ExistingTopics existing = new ExistingTopics(impatient);
        OnceWriter writer = OnceWriter.open(impatient, "once", 0, existing)) {
      NumberedRecord numbered = new NumberedRecord(new Position(7, 0), record("once-absent"));
      assertThat(
          assertThrows(IOException.class, () -> writer.append(numbered)).getMessage(),
          startsWith(
              "Record 0 of 'once.0', for the topic 'once-absent', could not be written to Kafka"
                  + " (TimeoutException: the topic that the record asks for does not exist)."));
    }
    assertThat(topics(), not(hasItem("once-absent")));
  }

  @Test
  public void topicThatIsMadeMeanwhile_isThere() throws Exception {
    try (ExistingTopics existing = new ExistingTopics(connection)) {
      CompletableFuture<Boolean> absent =
          CompletableFuture.supplyAsync(() -> existing.isAbsent("meanwhile"));
      broker.createTopic("meanwhile", 1, Map.of());
      assertThat(absent.get(2, TimeUnit.MINUTES), equalTo(false));
    }
  }
}
