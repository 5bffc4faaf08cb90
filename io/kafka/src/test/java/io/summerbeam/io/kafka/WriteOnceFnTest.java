package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.testing.Leftovers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link WriteOnceFn} with a broker: what comes again, is lacking, or is another's. */
@RunWith(JUnit4.class)
public final class WriteOnceFnTest {

  private static final int SHARD = 0;
  private static final int MANY = 1000;
  private static final long RUN = 7;
  private static final KafkaConnection CONNECTION = TestBroker.connection();

  private final String topic = TestBroker.topic(1);
  private final WriteOnceFn fn = new WriteOnceFn(CONNECTION, topic, "Out", MANY);
  private final MemoryValue<Position> written = new MemoryValue<>();
  private final MemoryValue<Long> earliest = new MemoryValue<>();
  private final MemoryBag<NumberedRecord> early = new MemoryBag<>();

  @After
  public void teardown() {
    fn.teardown();
  }

  private NumberedRecord record(long run, long seq, String value) {
    return new NumberedRecord(
        new Position(run, seq), new ProducerRecord<>(topic, value.getBytes(UTF_8)));
  }

  private void process(WriteOnceFn into, long run, long... seqs) throws IOException {
    for (long seq : seqs) {
      into.process(KV.of(SHARD, record(run, seq, String.valueOf(seq))), written, earliest, early);
    }
  }

  private void bundle(WriteOnceFn into, long... seqs) throws IOException {
    into.startBundle();
    process(into, RUN, seqs);
    into.finishBundle();
  }

  /** A bundle of a job that has been started again, with the state that there is. */
  private void bundleOfAnother(long run, long... seqs) throws IOException {
    WriteOnceFn another = new WriteOnceFn(CONNECTION, topic, "Out", MANY);
    another.setup();
    try {
      another.startBundle();
      process(another, run, seqs);
      another.finishBundle();
    } finally {
      another.teardown();
    }
  }

  private static long[] to(long end) {
    return LongStream.range(0, end).toArray();
  }

  private List<Long> inTopic() throws IOException {
    return Written.records(CONNECTION, topic).stream()
        .map(record -> Long.valueOf(Written.text(record.value())))
        .toList();
  }

  @Test
  public void bundles_areWrittenInOrderAndCommitted() throws Exception {
    fn.setup();
    bundle(fn, 0, 1);
    bundle(fn, 2);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
    assertThat(written.read(), equalTo(new Position(RUN, 2)));
    assertThat(CommittedPosition.read(CONNECTION, topic + ".0"), equalTo(new Position(RUN, 2)));
  }

  @Test
  public void bundleThatFails_isNotSeen_andWrittenWhenItComesAgain() throws Exception {
    fn.setup();
    fn.startBundle();
    process(fn, RUN, 0, 1);
    written.clear();
    bundle(fn, 0, 1);
    assertThat(inTopic(), equalTo(List.of(0L, 1L)));
  }

  @Test
  public void whatIsCommitted_thoughTheStateDoesNotKnow_isPassedOver() throws Exception {
    fn.setup();
    bundle(fn, 0, 1, 2);
    fn.teardown();
    written.clear();
    bundleOfAnother(RUN, 0, 1, 2, 3);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L, 3L)));
  }

  @Test
  public void anotherRun_isRefusedWithWhatToDo() throws Exception {
    fn.setup();
    bundle(fn, 0, 1, 2);
    fn.teardown();
    written.clear();
    assertThat(
        assertThrows(IllegalStateException.class, () -> bundleOfAnother(8, 0)).getMessage(),
        equalTo(
            "exactlyOnce() must be given a group id of its own for each job and step, but under '"
                + topic
                + ".0' another one has written 3 records (run 0000000000000007; this one is"
                + " 0000000000000008). Give it another sinkGroupId, or go on from the last"
                + " checkpoint or savepoint of the job that has written them: one from before the"
                + " first record of this shard does not know them."));
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
  }

  @Test
  public void groupOfSomethingElse_isRefused() throws Exception {
    try (Admin admin = Admin.create(CONNECTION.properties())) {
      admin
          .alterConsumerGroupOffsets(
              topic + ".0", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5)))
          .all()
          .get();
    }
    fn.setup();
    assertThat(
        assertThrows(IllegalStateException.class, () -> bundle(fn, 0)).getMessage(),
        startsWith("exactlyOnce() must be given a group id that nothing else uses, but the group"));
  }

  @Test
  public void recordsThatCameEarly_waitForThoseBefore() throws Exception {
    fn.setup();
    bundle(fn, 0, 2, 5, 4);
    assertThat(inTopic(), equalTo(List.of(0L)));
    bundle(fn, 1);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
    assertThat(earliest.read(), equalTo(4L));
    bundle(fn, 3);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L, 3L, 4L, 5L)));
    assertThat(earliest.read(), nullValue());
    assertThat(early.isEmpty().read(), equalTo(true));
  }

  @Test
  public void recordsThatCameEarly_followOneThatIsWrittenThoughTheStateDoesNotKnow()
      throws Exception {
    fn.setup();
    bundle(fn, 0, 2, 3);
    fn.teardown();
    // As a bundle that was committed in part, and failed.
    try (ExistingTopics topics = new ExistingTopics(CONNECTION);
        OnceWriter another = OnceWriter.open(CONNECTION, topic, SHARD, topics)) {
      another.append(record(RUN, 1, "1"));
      another.commit();
    }
    bundleOfAnother(RUN, 1, 4);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L, 3L, 4L)));
    assertThat(early.isEmpty().read(), equalTo(true));
  }

  @Test
  public void anotherWorkerHadTheShard_andItsBundleFailed_isShutOutAndComesThroughAgain()
      throws Exception {
    fn.setup();
    bundle(fn, 0);
    try (ExistingTopics topics = new ExistingTopics(CONNECTION);
        OnceWriter another = OnceWriter.open(CONNECTION, topic, SHARD, topics)) {
      another.append(record(RUN, 1, "1"));
      another.commit();
    }
    Position before = written.read();
    fn.startBundle();
    process(fn, RUN, 1, 2);
    long began = System.nanoTime();
    assertThat(
        assertThrows(IOException.class, fn::finishBundle).getMessage(),
        startsWith("Another writer has taken the place of this one for '" + topic + ".0'."));
    // Not after max.block.ms, which is a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - began), lessThan(Duration.ofSeconds(30)));
    written.write(before);
    bundle(fn, 1, 2);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
  }

  @Test
  public void anotherWorkerHadTheShard_asTheStateKnows_isAskedForAgain() throws Exception {
    fn.setup();
    bundle(fn, 0);
    try (ExistingTopics topics = new ExistingTopics(CONNECTION);
        OnceWriter another = OnceWriter.open(CONNECTION, topic, SHARD, topics)) {
      another.append(record(RUN, 1, "1"));
      another.commit();
    }
    written.write(new Position(RUN, 1));
    bundle(fn, 2);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
  }

  @Test
  public void whatKafkaHasForgotten_theStateKnows() throws Exception {
    fn.setup();
    bundle(fn, 0, 1, 2);
    fn.teardown();
    try (Admin admin = Admin.create(CONNECTION.properties())) {
      admin.deleteConsumerGroups(List.of(topic + ".0")).all().get();
    }
    bundleOfAnother(RUN, 1, 2, 3);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L, 3L)));
  }

  @Test
  public void largeBundle_isCommittedInParts_andNoneTwice() throws Exception {
    WriteOnceFn small = new WriteOnceFn(CONNECTION, topic, "Out", 10);
    small.setup();
    try {
      small.startBundle();
      process(small, RUN, to(25));
      // Not by the topic: the rest is in a transaction that stays open.
      assertThat(CommittedPosition.read(CONNECTION, topic + ".0"), equalTo(new Position(RUN, 19)));
      written.clear();
      bundle(small, to(25));
    } finally {
      small.teardown();
    }
    assertThat(inTopic(), equalTo(LongStream.range(0, 25).boxed().toList()));
  }

  @Test
  public void recordThatTheBrokerRefusesForGood_endsTheJobWithTheRemedy_withoutData()
      throws Exception {
    fn.setup();
    bundle(fn, 0);
    TestBroker.get().createTopic(topic + "-small", 1, Map.of("max.message.bytes", "2000"));
    String noise =
        new Random(7)
            .ints(5000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    fn.startBundle();
    process(fn, RUN, 1);
    NumberedRecord large =
        new NumberedRecord(
            new Position(RUN, 2),
            new ProducerRecord<>(topic + "-small", 0, null, ("secret" + noise).getBytes(UTF_8)));
    fn.process(KV.of(SHARD, large), written, earliest, early);
    IllegalStateException failure = assertThrows(IllegalStateException.class, fn::finishBundle);
    assertThat(NotedFinalFailure.SEEN, hasItem(failure));
    assertThat(
        failure.getMessage(),
        equalTo(
            "Record 2 of '"
                + topic
                + ".0', for the topic '"
                + topic
                + "-small', partition 0, could not be written to Kafka (RecordTooLargeException: the"
                + " record is larger than the producer sends (max.request.size) or the topic takes"
                + " (max.message.bytes)). The job ends, because it would meet the record again and"
                + " again. Have the topic take it, and go on from the job's last checkpoint. Flink"
                + " keeps that one only where the job was started with"
                + " --externalizedCheckpointsEnabled and a folder for checkpoints"
                + " (state.checkpoints.dir): else what was read and not yet written is lost with"
                + " it. Where max.request.size of the connection is no more than max.message.bytes"
                + " of the topic, later ones are dead letters instead."));
    assertThat(Leftovers.everything(failure), not(containsString("secret")));
    assertThat(inTopic(), equalTo(List.of(0L)));
    // Once it is mended, here by another record, it goes on.
    written.write(new Position(RUN, 0));
    bundle(fn, 1, 2);
    assertThat(inTopic(), equalTo(List.of(0L, 1L, 2L)));
  }

  @Test
  public void recordTooFarInTheFutureForTheTopic_isTriedAgain() throws Exception {
    TestBroker.get()
        .createTopic(topic + "-later", 1, Map.of("message.timestamp.after.max.ms", "3600000"));
    long soon = System.currentTimeMillis() + Duration.ofHours(2).toMillis();
    NumberedRecord ahead =
        new NumberedRecord(
            new Position(RUN, 0),
            new ProducerRecord<>(topic + "-later", 0, soon, null, "v".getBytes(UTF_8)));
    fn.setup();
    fn.startBundle();
    fn.process(KV.of(SHARD, ahead), written, earliest, early);
    assertThat(
        assertThrows(IOException.class, fn::finishBundle).getMessage(),
        allOf(
            startsWith("Record 0 of '" + topic + ".0', for the topic '" + topic + "-later'"),
            containsString(
                "the topic does not take a timestamp that is so far in the future yet: it will"
                    + " later, or with a larger message.timestamp.after.max.ms). Nothing is lost: the runner tries the"
                    + " bundle again, or the job fails.")));
  }

  @Test
  public void shards_areApart() throws Exception {
    fn.setup();
    MemoryValue<Position> otherWritten = new MemoryValue<>();
    fn.startBundle();
    process(fn, RUN, 0, 1);
    for (int seq : IntStream.range(0, 2).toArray()) {
      fn.process(
          KV.of(1, record(8, seq, String.valueOf(10 + seq))),
          otherWritten,
          new MemoryValue<>(),
          new MemoryBag<>());
    }
    fn.finishBundle();
    assertThat(inTopic().stream().sorted().toList(), equalTo(List.of(0L, 1L, 10L, 11L)));
    assertThat(CommittedPosition.read(CONNECTION, topic + ".0"), equalTo(new Position(RUN, 1)));
    assertThat(CommittedPosition.read(CONNECTION, topic + ".1"), equalTo(new Position(8, 1)));
  }

  @Test
  public void serversThatAreNotThere_areSaid() {
    WriteOnceFn nobody =
        new WriteOnceFn(
            KafkaConnection.to("127.0.0.1:1").withConfig("max.block.ms", "500"), "g", "Out", MANY);
    nobody.setup();
    nobody.startBundle();
    assertThat(
        assertThrows(IOException.class, () -> process(nobody, RUN, 0)).getMessage(),
        allOf(
            startsWith("The shard 'g.0' cannot be written: the brokers at 127.0.0.1:1 do not"),
            not(containsString("null"))));
    nobody.teardown();
  }
}
