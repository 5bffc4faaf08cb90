package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContainingInAnyOrder;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.LetterFilter;
import io.summerbeam.sdk.failure.LetterScan;
import io.summerbeam.sdk.failure.LetterStatus;
import io.summerbeam.sdk.failure.RefusedRecord;
import io.summerbeam.sdk.failure.ReplayDelivery;
import io.summerbeam.sdk.failure.ReplayRecord;
import io.summerbeam.sdk.failure.ReplaySession;
import io.summerbeam.sdk.failure.ReplayTarget;
import io.summerbeam.sdk.failure.ReplayWriter;
import io.summerbeam.sdk.failure.StoredLetter;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.testing.Leftovers;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link KafkaDeadLetters}, {@link KafkaDeadLetterStore} and {@link KafkaReplayTarget}. */
public final class KafkaDeadLettersTest {

  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static KafkaBroker broker;
  private static KafkaConnection connection;

  @Rule public final TestPipeline pipeline = TestPipeline.create();

  @BeforeClass
  public static void startBroker() throws IOException {
    broker = KafkaBroker.start(FOLDER.getRoot().toPath().resolve("broker"));
    connection = KafkaConnection.to(broker.bootstrapServers());
  }

  @AfterClass
  public static void stopBroker() {
    broker.close();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private static DeadLetter letter(int number, String topic) {
    return DeadLetter.builder()
        .setId(id(number))
        .setPipeline("orders")
        .setStep("Validate")
        .setReason("malformed")
        .setMessage("the message")
        .setPayload(("p" + number).getBytes(UTF_8))
        .setPayloadFormat("json")
        .setSource(Provenance.ofKafka(topic, 1, number))
        .setKey(("k" + number).getBytes(UTF_8))
        .setHeaders(Map.of("trace", "t" + number))
        .setEventTime(NOON)
        .setFailureTime(NOON.plus(Duration.millis(number)))
        .setFirstFailureTime(NOON.plus(Duration.millis(number)))
        .build();
  }

  private static void write(String topic, DeadLetter... letters) throws Exception {
    write(connection, topic, letters);
  }

  private static void write(KafkaConnection connection, String topic, DeadLetter... letters)
      throws Exception {
    WriteLettersFn fn = new WriteLettersFn(connection, topic);
    fn.startBundle();
    for (DeadLetter letter : letters) {
      fn.process(letter);
    }
    fn.finishBundle();
    fn.teardown();
  }

  private static KafkaDeadLetterStore store(String topic) {
    return KafkaDeadLetterStore.of(connection, topic);
  }

  private static List<StoredLetter> scan(String topic, LetterFilter filter) throws IOException {
    List<StoredLetter> all = new ArrayList<>();
    try (KafkaDeadLetterStore store = store(topic);
        LetterScan scan = store.scan(filter)) {
      for (StoredLetter next = scan.next(); next != null; next = scan.next()) {
        all.add(next);
      }
      assertThat(scan.next() == null, equalTo(true));
    }
    return all;
  }

  private static List<String> statuses(String topic) throws IOException {
    return scan(topic, LetterFilter.all()).stream()
        .map(stored -> Integer.parseInt(stored.letter().id(), 16) + " " + stored.status().code())
        .sorted()
        .toList();
  }

  @Test
  public void lettersOfPipeline_readBackAsTheyWere() throws Exception {
    broker.createTopic("sink", 2, Map.of());
    DeadLetter[] letters = {
      letter(1, "in"),
      letter(2, "in").toBuilder().setKey(null).setPayload(null).setPayloadFormat(null).build(),
      letter(3, "in").toBuilder().setSource(Provenance.ofFile("in.jsonl", 5, 2L)).build()
    };
    try (DeadLetters dead =
        DeadLetters.in(pipeline).writeTo(KafkaDeadLetters.to(connection, "sink"))) {
      PCollection<DeadLetter> failed =
          pipeline.apply(Create.of(List.of(letters)).withCoder(DeadLetter.coder()));
      dead.addErrorCollection(failed);
    }
    pipeline.run();
    assertThat(
        scan("sink", LetterFilter.all()).stream()
            .map(StoredLetter::letter)
            .toArray(DeadLetter[]::new),
        arrayContainingInAnyOrder(letters));
  }

  @Test
  public void letterOfOldRecord_hasTheTimeOfItsFailure() throws Exception {
    // What is older is refused here, as it would be deleted elsewhere.
    broker.createTopic("recent-dead", 1, Map.of("message.timestamp.before.max.ms", "86400000"));
    Instant now = Instant.now();
    DeadLetter letter =
        letter(1, "in").toBuilder().setFailureTime(now).setFirstFailureTime(now).build();
    write("recent-dead", letter);
    List<ConsumerRecord<byte[], byte[]>> records = Written.records(connection, "recent-dead");
    assertThat(
        records.stream().map(ConsumerRecord::timestamp).toList(),
        equalTo(List.of(now.getMillis())));
    assertThat(
        scan("recent-dead", LetterFilter.all()),
        equalTo(List.of(new StoredLetter(letter, LetterStatus.OPEN))));
  }

  @Test
  public void letterTooLargeForTopic_itsCoordinates() throws Exception {
    broker.createTopic("small-dead", 1, Map.of("max.message.bytes", "3000"));
    byte[] noise = new byte[10_000];
    new Random(7).nextBytes(noise);
    DeadLetter large = letter(2, "in").toBuilder().setPayload(noise).build();
    write(
        connection.withConfig("batch.size", "2000"),
        "small-dead",
        letter(1, "in"),
        large,
        letter(3, "in"));
    assertThat(
        scan("small-dead", LetterFilter.all()).stream()
            .map(StoredLetter::letter)
            .toArray(DeadLetter[]::new),
        arrayContainingInAnyOrder(
            letter(1, "in"),
            large.toBuilder()
                .setPayload(null)
                .setPayloadFormat(null)
                .setKey(null)
                .setHeaders(Map.of())
                .build(),
            letter(3, "in")));
  }

  @Test
  public void topicThatRefusesEvenThat_bundleFails() {
    broker.createTopic("tiny-dead", 1, Map.of("max.message.bytes", "100"));
    String all =
        Leftovers.everything(
            assertThrows(IOException.class, () -> write("tiny-dead", letter(1, "in"))));
    assertThat(
        all,
        containsString(
            "KafkaDeadLetters: the topic 'tiny-dead' refuses the dead letter "
                + id(1)
                + ": the record is larger than the producer sends (max.request.size) or the topic"
                + " takes (max.message.bytes). The bundle is tried again. Mend the topic's"
                + " settings."));
  }

  @Test
  public void scan_filtersAndCountsWhatIsNoLetter() throws Exception {
    broker.createTopic("scanned", 1, Map.of());
    DeadLetter late = letter(2, "in").toBuilder().setReason("late").build();
    write("scanned", letter(1, "in"), late);
    SharedProducer producer = SharedProducer.acquire(connection);
    producer.client().send(new ProducerRecord<>("scanned", "x".getBytes(UTF_8))).get();
    producer.release();
    try (LetterScan scan = store("scanned").scan(LetterFilter.all().withReasons("late"))) {
      assertThat(scan.next(), equalTo(new StoredLetter(late, LetterStatus.OPEN)));
      assertThat(scan.next() == null, equalTo(true));
      assertThat(scan.unreadable(), equalTo(1L));
    }
  }

  @Test
  public void scanWithoutTopic_saysSo() {
    assertThat(
        assertThrows(IOException.class, () -> store("no-such").scan(LetterFilter.all()))
            .getMessage(),
        equalTo("The topic 'no-such' does not exist."));
  }

  @Test
  public void follow_whatComesFromNowOn() throws Exception {
    broker.createTopic("followed", 2, Map.of());
    write("followed", letter(1, "in"));
    try (LetterScan scan = store("followed").follow(LetterFilter.all())) {
      assertThat(scan.next() == null, equalTo(true));
      write("followed", letter(2, "in"));
      List<StoredLetter> found = new ArrayList<>();
      Leftovers.await(
          "the letter",
          () -> {
            try {
              StoredLetter next = scan.next();
              if (next != null) {
                found.add(next);
              }
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
            return !found.isEmpty();
          });
      assertThat(found, equalTo(List.of(new StoredLetter(letter(2, "in"), LetterStatus.OPEN))));
    }
  }

  private static int deliverAll(ReplaySession session, DeadLetter... letters) throws IOException {
    int delivered = 0;
    for (DeadLetter letter : letters) {
      delivered += session.deliver(letter, ReplayRecord.of(letter)) ? 1 : 0;
    }
    return delivered;
  }

  @Test
  public void replayTwice_toItsTopicOnce() throws Exception {
    broker.createTopic("once-in", 2, Map.of());
    broker.createTopic("once-dead", 2, Map.of());
    DeadLetter[] letters = {letter(1, "once-in"), letter(2, "once-in"), letter(1, "once-in")};
    write("once-dead", letters);
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    for (int i = 0; i < 2; i++) {
      try (ReplaySession session = store("once-dead").replay(target)) {
        assertThat(session.delivery(), equalTo(ReplayDelivery.ONCE));
        // A copy is the same letter.
        assertThat(deliverAll(session, letters), equalTo(i == 0 ? 2 : 0));
        session.commit();
      }
    }
    List<String> found =
        Written.records(connection, "once-in").stream()
            .map(KafkaDeadLettersTest::describe)
            .sorted()
            .toList();
    assertThat(
        found,
        equalTo(
            List.of(
                "1 k1=p1 2001-01-01T12:00:00.000Z [trace=t1,"
                    + " summerbeam.replay.attempts=1,"
                    + " summerbeam.replay.first-failure-time=2001-01-01T12:00:00.001Z,"
                    + " summerbeam.replay.id="
                    + id(1)
                    + "]",
                "1 k2=p2 2001-01-01T12:00:00.000Z [trace=t2,"
                    + " summerbeam.replay.attempts=1,"
                    + " summerbeam.replay.first-failure-time=2001-01-01T12:00:00.002Z,"
                    + " summerbeam.replay.id="
                    + id(2)
                    + "]")));
    assertThat(statuses("once-dead"), equalTo(List.of("1 replayed", "1 replayed", "2 replayed")));
  }

  private static String describe(ConsumerRecord<byte[], byte[]> record) {
    return record.partition()
        + " "
        + Written.text(record.key())
        + "="
        + Written.text(record.value())
        + " "
        + Instant.ofEpochMilli(record.timestamp())
        + " "
        + StreamSupport.stream(record.headers().spliterator(), false)
            .map(header -> header.key() + "=" + Written.text(header.value()))
            .toList();
  }

  @Test
  public void secondFailure_isALetterOfItsOwn() throws Exception {
    broker.createTopic("again-in", 2, Map.of());
    broker.createTopic("again-dead", 1, Map.of());
    DeadLetter first = letter(1, "again-in");
    DeadLetter second = first.toBuilder().setAttempts(2).build();
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    write("again-dead", first, second);
    try (ReplaySession session = store("again-dead").replay(target)) {
      assertThat(deliverAll(session, first), equalTo(1));
      session.commit();
    }
    assertThat(statuses("again-dead"), equalTo(List.of("1 open", "1 replayed")));
    try (ReplaySession session = store("again-dead").replay(target)) {
      assertThat(deliverAll(session, first, second), equalTo(1));
      session.commit();
    }
    assertThat(statuses("again-dead"), equalTo(List.of("1 replayed", "1 replayed")));
  }

  @Test
  public void replayThatDied_lettersAreOpenAndNothingIsDelivered() throws Exception {
    broker.createTopic("died-in", 2, Map.of());
    broker.createTopic("died-dead", 1, Map.of());
    write("died-dead", letter(1, "died-in"), letter(2, "died-in"));
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    try (ReplaySession session = store("died-dead").replay(target)) {
      deliverAll(session, letter(1, "died-in"));
      session.commit();
      deliverAll(session, letter(2, "died-in"));
    }
    assertThat(statuses("died-dead"), equalTo(List.of("1 replayed", "2 open")));
    assertThat(Written.texts(connection, "died-in"), equalTo(List.of("k1=p1")));
    try (ReplaySession session = store("died-dead").replay(target)) {
      assertThat(deliverAll(session, letter(1, "died-in"), letter(2, "died-in")), equalTo(1));
      session.commit();
    }
    assertThat(Written.texts(connection, "died-in"), equalTo(List.of("k1=p1", "k2=p2")));
  }

  @Test
  public void replayKilledInItsTransaction_undoneByTheNext() throws Exception {
    broker.createTopic("killed-in", 2, Map.of());
    broker.createTopic("killed-dead", 1, Map.of());
    DeadLetter letter = letter(1, "killed-in");
    write("killed-dead", letter);
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    store("killed-dead").replay(target).close();
    Map<String, Object> settings = new HashMap<>(connection.properties());
    settings.put("transactional.id", "summerbeam.replay.killed-dead");
    try (KafkaProducer<byte[], byte[]> killed =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(target.record(ReplayRecord.of(letter)));
      killed.send(
          LetterStates.read(connection, "killed-dead")
              .record(LetterStates.keyOf(letter), LetterStatus.REPLAYED));
      killed.flush();
      assertThat(statuses("killed-dead"), equalTo(List.of("1 open")));
      try (ReplaySession session = store("killed-dead").replay(target)) {
        assertThat(deliverAll(session, letter), equalTo(1));
        session.commit();
      }
      assertThrows(KafkaException.class, killed::commitTransaction);
    }
    assertThat(Written.texts(connection, "killed-in"), equalTo(List.of("k1=p1")));
    assertThat(statuses("killed-dead"), equalTo(List.of("1 replayed")));
  }

  @Test
  public void twoReplaysAtOnce_theLaterOneWins() throws Exception {
    broker.createTopic("two-in", 2, Map.of());
    broker.createTopic("two-dead", 1, Map.of());
    write("two-dead", letter(1, "two-in"));
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    try (ReplaySession earlier = store("two-dead").replay(target);
        ReplaySession later = store("two-dead").replay(target)) {
      assertThat(deliverAll(earlier, letter(1, "two-in")), equalTo(1));
      assertThat(deliverAll(later, letter(1, "two-in")), equalTo(1));
      later.commit();
      assertThat(
          assertThrows(IOException.class, earlier::commit).getMessage(),
          equalTo("Another replay of 'two-dead' has taken the place of this one."));
    }
    assertThat(Written.texts(connection, "two-in"), equalTo(List.of("k1=p1")));
  }

  private static final String KEYLESS =
      "the broker does not take such a record: one of a compacted topic needs a key";
  private static final String TOO_LARGE =
      "the record is larger than the producer sends (max.request.size) or the topic takes"
          + " (max.message.bytes)";

  private static RefusedRecord refused(DeadLetter letter, String reason) {
    return new RefusedRecord(ReplayRecord.of(letter), reason);
  }

  private static DeadLetter keyless(int number) {
    return letter(number, "x").toBuilder().setKey(null).build();
  }

  /** A letter whose record does not become smaller on its way. */
  private static DeadLetter large(int number, int bytes) {
    byte[] payload = new byte[bytes];
    new Random(number).nextBytes(payload);
    return letter(number, "x").toBuilder().setPayload(payload).build();
  }

  @Test
  public void recordsThatTheBrokerRefuses_holdUpNoOther() throws Exception {
    broker.createTopic(
        "refusing-in", 1, Map.of("cleanup.policy", "compact", "max.message.bytes", "20000"));
    broker.createTopic("refusing-dead", 1, Map.of());
    List<DeadLetter> letters =
        List.of(letter(1, "x"), keyless(2), letter(3, "x"), large(4, 100_000), keyless(5));
    write("refusing-dead", letters.toArray(DeadLetter[]::new));
    KafkaReplayTarget target = KafkaReplayTarget.to(connection, "refusing-in");
    try (ReplaySession session = store("refusing-dead").replay(target)) {
      assertThat(deliverAll(session, letters.toArray(DeadLetter[]::new)), equalTo(5));
      assertThat(session.park(letter(6, "x")), equalTo(true));
      assertThat(
          session.commit(),
          containsInAnyOrder(
              refused(keyless(2), KEYLESS),
              refused(large(4, 100_000), TOO_LARGE),
              refused(keyless(5), KEYLESS)));
      assertThat(session.commit(), empty());
      assertThat(
          "it is to be had, once it is mended", deliverAll(session, letter(2, "x")), equalTo(1));
      assertThat(session.commit(), empty());
    }
    awaitTexts("refusing-in", texts -> texts.equals(List.of("k1=p1", "k2=p2", "k3=p3")));
    assertThat(
        statuses("refusing-dead"),
        equalTo(List.of("1 replayed", "2 replayed", "3 replayed", "4 open", "5 open")));
    // From another store.
    try (ReplayWriter writer = target.open()) {
      writer.write(ReplayRecord.of(keyless(7)));
      writer.write(ReplayRecord.of(letter(8, "x")));
      assertThat(writer.flush(), equalTo(List.of(refused(keyless(7), KEYLESS))));
      assertThat(writer.flush(), empty());
    }
    awaitTexts("refusing-in", texts -> texts.contains("k8=p8"));
  }

  /** The broker writes the marker of a commit after it has said that it is done. */
  private static void awaitTexts(String topic, Predicate<List<String>> expected)
      throws InterruptedException {
    Leftovers.await(
        "the records of " + topic,
        () -> {
          try {
            return expected.test(Written.texts(connection, topic));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  public void recordThatTheClientRefuses_holdsUpNoOther() throws Exception {
    broker.createTopic("client-in", 1, Map.of());
    broker.createTopic("client-dead", 1, Map.of());
    KafkaConnection small = connection.withConfig("max.request.size", "10000");
    List<DeadLetter> letters = List.of(large(1, 20_000), letter(2, "x"), letter(3, "x"));
    write("client-dead", letters.toArray(DeadLetter[]::new));
    try (ReplaySession session =
        KafkaDeadLetterStore.of(small, "client-dead")
            .replay(KafkaReplayTarget.to(small, "client-in"))) {
      deliverAll(session, letters.toArray(DeadLetter[]::new));
      assertThat(session.commit(), equalTo(List.of(refused(large(1, 20_000), TOO_LARGE))));
    }
    awaitTexts("client-in", texts -> texts.equals(List.of("k2=p2", "k3=p3")));
    assertThat(statuses("client-dead"), equalTo(List.of("1 open", "2 replayed", "3 replayed")));
  }

  /** A connection that does not wait long for a topic that is not there. */
  private static KafkaConnection impatient(String lettersTopic) throws IOException {
    // The first transaction of a broker takes longer than that.
    store(lettersTopic).replay(KafkaReplayTarget.to(connection, "any")).close();
    return connection.withConfig("max.block.ms", "3000");
  }

  @Test
  public void topicThatIsNotThereAnyMore_holdsUpNoOther() throws Exception {
    broker.createTopic("there-in", 2, Map.of());
    broker.createTopic("shrunk-in", 1, Map.of());
    broker.createTopic("gone-dead", 1, Map.of());
    DeadLetter gone = letter(1, "gone-in");
    DeadLetter shrunk = letter(2, "shrunk-in");
    DeadLetter there = letter(3, "there-in");
    write("gone-dead", gone, shrunk, there);
    KafkaConnection impatient = impatient("gone-dead");
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(impatient);
    List<RefusedRecord> refused =
        List.of(
            refused(gone, "the topic it came from does not exist"),
            refused(shrunk, "the topic it came from has no partition of that number"));
    try (ReplaySession session = KafkaDeadLetterStore.of(impatient, "gone-dead").replay(target)) {
      assertThat(deliverAll(session, gone, shrunk, there), equalTo(3));
      assertThat(session.commit(), equalTo(refused));
    }
    assertThat(statuses("gone-dead"), equalTo(List.of("1 open", "2 open", "3 replayed")));
    try (ReplayWriter writer = target.open()) {
      for (DeadLetter each : List.of(shrunk, there)) {
        writer.write(ReplayRecord.of(each));
      }
      assertThat(writer.flush(), equalTo(refused.subList(1, 2)));
    }
    assertThat(Written.texts(connection, "there-in"), equalTo(List.of("k3=p3", "k3=p3")));
  }

  @Test
  public void topicThatIsAbsent_endsTheReplay() throws Exception {
    broker.createTopic("nowhere-dead", 1, Map.of());
    write("nowhere-dead", letter(1, "x"));
    KafkaConnection impatient = impatient("nowhere-dead");
    try (ReplaySession session =
        KafkaDeadLetterStore.of(impatient, "nowhere-dead")
            .replay(KafkaReplayTarget.to(impatient, "nowhere"))) {
      deliverAll(session, letter(1, "x"));
      assertThat(
          assertThrows(IOException.class, session::commit).getMessage(),
          equalTo(
              "The replay of 'nowhere-dead' failed: the topic 'nowhere' does not exist. Make it and"
                  + " replay again: what was not delivered is open still."));
    }
    assertThat(statuses("nowhere-dead"), equalTo(List.of("1 open")));
  }

  @Test
  public void parked_notReplayedUnlessAskedFor() throws Exception {
    broker.createTopic("parked-in", 2, Map.of());
    broker.createTopic("parked-dead", 1, Map.of());
    write("parked-dead", letter(1, "parked-in"), letter(2, "parked-in"));
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    try (ReplaySession session = store("parked-dead").replay(target)) {
      assertThat(session.park(letter(1, "parked-in")), equalTo(true));
      assertThat(session.park(letter(1, "parked-in")), equalTo(false));
      session.commit();
    }
    assertThat(statuses("parked-dead"), equalTo(List.of("1 parked", "2 open")));
    assertThat(
        scan("parked-dead", LetterFilter.all().withStatuses(LetterStatus.PARKED)),
        equalTo(List.of(new StoredLetter(letter(1, "parked-in"), LetterStatus.PARKED))));
    try (ReplaySession session = store("parked-dead").replay(target)) {
      assertThat(session.park(letter(1, "parked-in")), equalTo(false));
      assertThat(deliverAll(session, letter(1, "parked-in")), equalTo(1));
      assertThat(session.park(letter(1, "parked-in")), equalTo(false));
      session.commit();
    }
    assertThat(Written.texts(connection, "parked-in"), equalTo(List.of("k1=p1")));
  }

  @Test
  public void replayToAnotherTarget_atLeastOnce() throws Exception {
    broker.createTopic("other-dead", 1, Map.of());
    write("other-dead", letter(1, "in"), letter(2, "in"), letter(3, "in"));
    Collected target = new Collected();
    try (ReplaySession session = store("other-dead").replay(target)) {
      assertThat(session.delivery(), equalTo(ReplayDelivery.AT_LEAST_ONCE));
      assertThat(deliverAll(session, letter(1, "in"), letter(1, "in")), equalTo(1));
      assertThat(session.park(letter(3, "in")), equalTo(true));
      assertThat(target.delivered, empty());
      session.commit();
      assertThat(target.delivered, equalTo(List.of(id(1))));
      target.broken = true;
      assertThat(deliverAll(session, letter(2, "in")), equalTo(1));
      assertThrows(IOException.class, session::commit);
    }
    assertThat(statuses("other-dead"), equalTo(List.of("1 replayed", "2 unconfirmed", "3 parked")));
    target.broken = false;
    try (ReplaySession session = store("other-dead").replay(target)) {
      assertThat(deliverAll(session, letter(1, "in"), letter(2, "in")), equalTo(1));
      session.commit();
    }
    assertThat(target.delivered, equalTo(List.of(id(1), id(2), id(2))));
    assertThat(statuses("other-dead"), equalTo(List.of("1 replayed", "2 replayed", "3 parked")));
  }

  /** A target in memory, whose flush may fail after the delivery. */
  private static final class Collected implements ReplayTarget {

    private static final long serialVersionUID = 1;

    private final transient List<String> delivered = new ArrayList<>();
    private boolean broken;

    @Override
    public ReplayWriter open() {
      return new ReplayWriter() {
        @Override
        public void write(ReplayRecord record) {
          delivered.add(record.letterId());
        }

        @Override
        public List<RefusedRecord> flush() throws IOException {
          if (broken) {
            throw new IOException("Broken.");
          }
          return List.of();
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  public void targetOfOtherStores_writesToTopics() throws Exception {
    broker.createTopic("plain-in", 2, Map.of());
    KafkaReplayTarget target = KafkaReplayTarget.toOriginalTopics(connection);
    try (ReplayWriter writer = target.open()) {
      writer.write(ReplayRecord.of(letter(1, "plain-in")));
      writer.flush();
      assertThat(Written.texts(connection, "plain-in"), equalTo(List.of("k1=p1")));
    }
  }

  @Test
  public void refusal_saysWhy() {
    KafkaReplayTarget back = KafkaReplayTarget.toOriginalTopics(connection);
    KafkaReplayTarget one = KafkaReplayTarget.to(connection, "one");
    ReplayRecord good = ReplayRecord.of(letter(1, "in"));
    assertThat(back.refusal(good) == null, equalTo(true));
    ReplayRecord ofFile =
        ReplayRecord.of(
            letter(1, "in").toBuilder().setSource(Provenance.ofFile("f", 0, null)).build());
    assertThat(back.refusal(ofFile), equalTo("it did not come from a topic"));
    assertThat(one.refusal(ofFile) == null, equalTo(true));
    ReplayRecord json =
        ReplayRecord.of(letter(1, "in").toBuilder().setPayloadFormat("row+json").build());
    assertThat(
        back.refusal(json), equalTo("its payload is a row as JSON, and not what its topic had"));
    assertThat(one.refusal(json) == null, equalTo(true));
    ReplayRecord none = ReplayRecord.of(letter(1, "in").toBuilder().setPayload(null).build());
    assertThat(one.refusal(none), equalTo("it has no payload"));
    assertThat(one.toString(), equalTo("topic one at " + broker.bootstrapServers()));
    assertThat(
        back.toString(), equalTo("the topics they came from at " + broker.bootstrapServers()));
  }

  @Test
  public void replayOfRecordWithOddHeaders_theyAreAsTheyWere() throws Exception {
    broker.createTopic("odd-in", 2, Map.of());
    Headers odd = new RecordHeaders();
    odd.add("a", new byte[] {-1});
    odd.add("a", "2".getBytes(UTF_8));
    DeadLetter letter = letter(1, "odd-in").toBuilder().setHeaders(KafkaHeaders.toMap(odd)).build();
    ProducerRecord<byte[], byte[]> record =
        KafkaReplayTarget.toOriginalTopics(connection).record(ReplayRecord.of(letter));
    List<Header> headers = List.of(record.headers().toArray());
    assertThat(headers.subList(0, 2), equalTo(List.of(odd.toArray())));
    assertThat(headers.size(), equalTo(5));
    // Once more: those of the first replay are replaced.
    DeadLetter again =
        letter.toBuilder().setHeaders(KafkaHeaders.toMap(record.headers())).setAttempts(2).build();
    ProducerRecord<byte[], byte[]> second =
        KafkaReplayTarget.toOriginalTopics(connection).record(ReplayRecord.of(again));
    assertThat(second.headers().toArray().length, equalTo(5));
    assertThat(LetterHeaders.text(second.headers(), "summerbeam.replay.attempts"), equalTo("2"));
  }

  @Test
  public void pipelineWithAbsentTopic_fails() {
    pipeline
        .apply(Create.of(letter(1, "in")).withCoder(DeadLetter.coder()))
        .apply(KafkaDeadLetters.to(connection.withConfig("max.block.ms", "3000"), "absent-dead"));
    assertThat(
        Leftovers.everything(
            assertThrows(Pipeline.PipelineExecutionException.class, () -> pipeline.run())),
        containsString("KafkaDeadLetters: a record could not be written to Kafka ("));
  }
}
