package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.source.SourceOptions;
import io.summerbeam.sdk.window.BoundedOutOfOrderness;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics of Kafka as Rows of a given schema. Made by {@link KafkaRows#read}.
 *
 * <pre>{@code
 * pipeline.apply(
 *     KafkaRows.read(connection, "orders")
 *         .withSchema(order)
 *         .withEventTime(EventTime.ofField("placed").withMaxOutOfOrderness(Duration.ofMinutes(1)))
 *         .withGroup("orders-job")
 *         .withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Partitions.</b> Those that the topics have when the job starts; one that is added later is
 * not read before the job starts anew. A topic that does not exist fails the job.
 *
 * <p><b>Output.</b> Unbounded, or bounded ({@link #bounded}). The schema is the given one, with the
 * columns of {@link #withMetadata}, and the reserved field of {@link Provenance}: topic, partition
 * and offset, packed. In the global window. No order, but that of each partition as far as the
 * runner keeps it.
 *
 * <p><b>Event time.</b> That of a field ({@link #withEventTime}), else the record's timestamp in
 * the topic. It is read in the source, whose watermark follows it ({@link #withWatermarks}): a
 * later step could not move a time behind the watermark. A partition that is idle does not hold
 * back the others: see {@link BoundedOutOfOrderness}.
 *
 * <p><b>Records without such a time.</b> One whose field cannot be read has the record's timestamp;
 * one with a timestamp of the far future, or with none, the time it is read at. Neither says when
 * something happened: such a record does not move the watermark, and may itself be behind it; a
 * partition that gives nothing else for {@link BoundedOutOfOrderness#withIdleAfter} is idle. A
 * tombstone has no fields: its time is its timestamp, and moves the watermark as that of a field
 * does. So a producer can tell that nothing older comes; where tombstones are written long after
 * what other records of the partition tell of, these are late behind one.
 *
 * <p><b>Errors.</b> A record that is malformed, or whose event time is, or that has no value
 * ({@link #withTombstones}), becomes one dead letter with its bytes, key, headers, time and place,
 * and the reading goes on; without {@link #withDeadLetters} the failure is thrown. Headers are
 * texts there; what is not text is kept as {@link KafkaMetadata#HEADERS} says. The letter is
 * permanent, but that of a record whose schema a registry does not have is retryable: it may have
 * it later. Offsets that the broker does not have any more fail the job: no record is passed over
 * silently. So does a schema registry that does not answer, where the format has one: the runner
 * tries again.
 *
 * <p><b>Delivery.</b> Each record once for each run of the job, as the runner's checkpoints have
 * it. A job that starts without the state of a former one goes on from the offsets of the group
 * ({@link #withGroup}), which are committed behind what has been processed: some records are then
 * read again, and none is lost. Records of transactions are read when these are committed, unless
 * {@link #withUncommitted} is asked for.
 *
 * <p><b>Upgrades.</b> A job that goes on from a savepoint of Flink has its new schema and format;
 * what is Beam's source it has as it was then: brokers and settings of the connection, topics and
 * their partitions, the field of the event time, and watermarks. To change these, start without the
 * state of this step, from the offsets of the group.
 *
 * <p><b>Runners.</b> All. It is Beam's KafkaIO, whose records are bytes, as an unbounded source;
 * only Dataflow, and who asks for it with {@code --experiments=use_sdf_read}, reads it as a
 * splittable DoFn. The bounded form is read by two steps, or by a bounded source of our own ({@link
 * #bounded}). <b>Cost.</b> That of KafkaIO and of decoding. With an event time from a field, a
 * record is decoded in the source, and once more behind it only where the runner encodes it in
 * between: Direct does, Flink and Spark do not.
 */
@AutoValue
public abstract class ReadKafkaRows extends PTransform<PBegin, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "KafkaRows.read";

  /** How far the watermark is behind the latest record, unless something else is asked for. */
  public static final Duration DEFAULT_MAX_OUT_OF_ORDERNESS = Duration.ofSeconds(10);

  static ReadKafkaRows of(KafkaConnection connection, TopicSelection topics) {
    return new AutoValue_ReadKafkaRows.Builder()
        .setConnection(connection)
        .setTopics(topics)
        .setFormat(JsonFormat.of())
        .setStart(KafkaStart.earliest())
        .setTombstones(Tombstones.malformed())
        .setMetadata(MetadataColumns.none())
        .setStepName(DEFAULT_STEP_NAME)
        .setOriginals(true)
        .setUncommitted(false)
        .setEnds(false)
        .setRetried(false)
        .build();
  }

  /**
   * The fields to read. Required.
   *
   * @throws IllegalArgumentException if it has the reserved field of the provenance
   */
  public ReadKafkaRows withSchema(Schema schema) {
    Provenance.addTo(schema);
    return toBuilder().setSchema(schema).build();
  }

  /** How values are written. Default: {@link JsonFormat#of}. */
  public ReadKafkaRows withFormat(RowFormat format) {
    return toBuilder().setFormat(format).build();
  }

  /**
   * How the event time is read from a field. Default: it is the timestamp that the record has in
   * the topic. How late records may be says {@link EventTime#withMaxOutOfOrderness}, or {@link
   * #withWatermarks}.
   */
  public ReadKafkaRows withEventTime(EventTime eventTime) {
    return toBuilder().setEventTime(eventTime).build();
  }

  /**
   * How the watermark of each partition follows the times of its records, and when it is idle.
   * Default: {@link #DEFAULT_MAX_OUT_OF_ORDERNESS} behind, or what {@link
   * EventTime#withMaxOutOfOrderness} says. A bounded reading has none of it but {@link
   * BoundedOutOfOrderness#withMaxFuture}.
   */
  public ReadKafkaRows withWatermarks(BoundedOutOfOrderness watermarks) {
    return toBuilder().setWatermarks(watermarks).build();
  }

  /**
   * Where to start in partitions that nothing is known of. Default: {@link KafkaStart#earliest}.
   */
  public ReadKafkaRows withStart(KafkaStart start) {
    return toBuilder().setStart(start).build();
  }

  /**
   * The consumer group to which the offsets of finished bundles are committed; where it has some, a
   * job that starts anew goes on from there, and not from {@link #withStart}. Default: none.
   *
   * <p>Nothing is balanced in the group: two jobs with the same one read every record each. Runners
   * that do not finish bundles, Flink without checkpoints, commit nothing. The Direct runner
   * finishes a bundle when it reads the next one: offsets of the last records are committed when
   * there are more, and what was not is read again by the job that starts anew.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ReadKafkaRows withGroup(String group) {
    if (group.isEmpty()) {
      throw new IllegalArgumentException("withGroup() must be given a name, but was: ''");
    }
    return toBuilder().setGroup(group).build();
  }

  /** Reads what transactions have written before they are committed, and if they never are. */
  public ReadKafkaRows withUncommitted() {
    return toBuilder().setUncommitted(true).build();
  }

  /** What becomes of records without a value. Default: {@link Tombstones#malformed}. */
  public ReadKafkaRows withTombstones(Tombstones tombstones) {
    return toBuilder().setTombstones(tombstones).build();
  }

  /**
   * Adds columns behind those of the schema, called as {@link KafkaMetadata} says. Default: none.
   *
   * @throws IllegalArgumentException if there is one of that name already
   */
  public ReadKafkaRows withMetadata(KafkaMetadata... metadata) {
    MetadataColumns columns = metadata();
    for (KafkaMetadata each : metadata) {
      columns = columns.with(each, each.defaultName());
    }
    return toBuilder().setMetadata(columns).build();
  }

  /**
   * Adds a column behind those of the schema, called {@code field}.
   *
   * @throws IllegalArgumentException if there is one of that name already, or it is empty
   */
  public ReadKafkaRows withMetadata(KafkaMetadata metadata, String field) {
    return toBuilder().setMetadata(metadata().with(metadata, field)).build();
  }

  /**
   * Malformed records go to this handler. Default: the failure is thrown.
   *
   * <p>With it, each Row carries the bytes it was read from, its key and its headers, so that a
   * dead letter of any later step holds exactly them; see {@link #withoutOriginals}.
   */
  public ReadKafkaRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * Rows do not carry the bytes they were read from, key and headers, which takes their size off
   * everything that is shuffled. The dead letters of later steps then hold the Row as JSON; those
   * of this one still hold the bytes. Without {@link #withDeadLetters} that is so anyway.
   */
  public ReadKafkaRows withoutOriginals() {
    return toBuilder().setOriginals(false).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ReadKafkaRows withStepName(String stepName) {
    if (stepName.isEmpty()) {
      throw new IllegalArgumentException("withStepName() must not be empty.");
    }
    return toBuilder().setStepName(stepName).build();
  }

  /**
   * Ends: reads each partition from where {@link #withStart} says up to its end at the moment it is
   * first looked at, in parts that the workers share. Rows, times, provenance and dead letters are
   * those of the unbounded form: this is how the same pipeline is run again over what is there. It
   * has nothing to do with a group, and refuses one.
   *
   * <p>One step asks for the parts and the next reads them; with {@link
   * SourceOptions#getSplitBySource}, which the Spark profile sets, a source does both, so that on
   * Spark the end stays where it was also when an executor is lost. <b>A main of your own has to
   * set it there itself:</b> without it Spark asks for the parts once more then, and finds others
   * where something was written meanwhile; as some of the old ones have been read, records are lost
   * or come twice.
   *
   * <p>On Flink, a checkpoint of a stream waits until all of it is read: run it as a batch, without
   * checkpoints, or with a {@code --checkpointTimeoutMillis} that is longer than that.
   */
  public ReadKafkaRows bounded() {
    return toBuilder().setEnds(true).build();
  }

  /** Reads retry topics: what is due, as it came from its own topic. */
  ReadKafkaRows ofRetries(BoundedOutOfOrderness watermarks) {
    return toBuilder().setRetried(true).setWatermarks(watermarks).build();
  }

  abstract KafkaConnection connection();

  abstract TopicSelection topics();

  abstract RowFormat format();

  abstract @Nullable Schema schema();

  abstract @Nullable EventTime eventTime();

  abstract @Nullable BoundedOutOfOrderness watermarks();

  abstract KafkaStart start();

  abstract @Nullable String group();

  abstract boolean uncommitted();

  abstract Tombstones tombstones();

  abstract MetadataColumns metadata();

  abstract @Nullable DeadLetters deadLetters();

  abstract boolean originals();

  abstract String stepName();

  abstract boolean ends();

  abstract boolean retried();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setConnection(KafkaConnection connection);

    abstract Builder setTopics(TopicSelection topics);

    abstract Builder setFormat(RowFormat format);

    abstract Builder setSchema(Schema schema);

    abstract Builder setEventTime(EventTime eventTime);

    abstract Builder setWatermarks(BoundedOutOfOrderness watermarks);

    abstract Builder setStart(KafkaStart start);

    abstract Builder setGroup(String group);

    abstract Builder setUncommitted(boolean uncommitted);

    abstract Builder setTombstones(Tombstones tombstones);

    abstract Builder setMetadata(MetadataColumns metadata);

    abstract Builder setDeadLetters(DeadLetters deadLetters);

    abstract Builder setOriginals(boolean originals);

    abstract Builder setStepName(String stepName);

    abstract Builder setEnds(boolean ends);

    abstract Builder setRetried(boolean retried);

    abstract ReadKafkaRows build();
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    Schema schema = schema();
    if (schema == null) {
      throw new IllegalStateException(
          stepName() + ": there is no schema. Give one with withSchema().");
    }
    RecordShape shape = new RecordShape(format(), schema, eventTime(), tombstones(), retried());
    Schema outputSchema = check(shape);
    DeadLetters dead = deadLetters();
    PCollectionTuple outputs =
        begin
            .apply("Read", source(shape))
            .apply(
                "Decode",
                ParDo.of(new DecodeRecordFn(this, shape, outputSchema))
                    .withOutputTags(DecodeRecordFn.OUT, TupleTagList.of(DecodeRecordFn.DEAD)));
    if (dead != null) {
      dead.addErrorCollection(outputs.get(DecodeRecordFn.DEAD));
    } else {
      outputs.get(DecodeRecordFn.DEAD).setCoder(DeadLetter.coder());
    }
    return outputs.get(DecodeRecordFn.OUT).setRowSchema(outputSchema);
  }

  private Schema check(RecordShape shape) {
    try {
      shape.check(topics());
      EventTime eventTime = eventTime();
      if (watermarks() != null && eventTime != null && eventTime.watermarks().isPresent()) {
        throw new IllegalArgumentException(
            "withWatermarks() and EventTime.withMaxOutOfOrderness() say the same. Leave one out.");
      }
      if (retried()) {
        checkRetries();
      }
      if (ends() && group() != null) {
        throw new IllegalArgumentException(
            "bounded(): there are no offsets to commit, so withGroup() must be left out. Say where"
                + " to start with withStart().");
      }
      if (ends() && start().place() == KafkaStart.Place.LATEST) {
        throw new IllegalArgumentException(
            "bounded(): from the latest record to the end there is nothing to read. Start at the"
                + " earliest, or at a time.");
      }
      return Provenance.addTo(metadata().addTo(shape.schema()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(stepName() + ": " + e.getMessage(), e);
    }
  }

  private void checkRetries() {
    DeadLetters dead = deadLetters();
    if (dead == null || !originals()) {
      throw new IllegalArgumentException(
          "KafkaRetries.read() must come with withDeadLetters(), and without withoutOriginals():"
              + " else nobody counts how often a record is tried.");
    }
    if (!dead.keepsAll()) {
      throw new IllegalArgumentException(
          "KafkaRetries.read(): the dead letters have a PayloadPolicy, with which the retry topics"
              + " hold records that are masked or encrypted, and these are what would come back."
              + " Leave it out.");
    }
    if (ends()) {
      throw new IllegalArgumentException(
          "bounded(): retry topics have no end, as what is read from them may come again. Bring"
              + " what waits in them back with a replay.");
    }
  }

  private PTransform<PBegin, PCollection<KafkaRecord<byte[], RecordValue>>> source(
      RecordShape shape) {
    String readId = UUID.randomUUID().toString();
    ReadConsumers consumers =
        new ReadConsumers(readId, connection(), start(), group(), uncommitted(), retried());
    BoundedOutOfOrderness watermarks = effectiveWatermarks();
    if (ends()) {
      return new ReadBoundedTopics(
          new BoundedTopicSource(
              consumers, topics(), shape, start(), watermarks.maxFuture(), null));
    }
    KafkaIO.Read<byte[], RecordValue> read =
        KafkaIO.<byte[], RecordValue>read()
            .withBootstrapServers(connection().servers())
            .withKeyDeserializerAndCoder(
                ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
            .withValueDeserializer(new RecordValueDeserializer())
            .withConsumerFactoryFn(consumers)
            .withConsumerConfigUpdates(consumers.options())
            .withOffsetConsumerConfigOverrides(consumers.optionsForEnds())
            .withTimestampPolicyFactory(new RowTimestamps(readId, shape, watermarks));
    Pattern pattern = topics().pattern();
    read =
        pattern == null
            ? read.withTopics(topics().topics())
            : read.withTopicPattern(pattern.pattern());
    return group() == null ? read : read.commitOffsetsInFinalize();
  }

  private BoundedOutOfOrderness effectiveWatermarks() {
    BoundedOutOfOrderness watermarks = watermarks();
    if (watermarks != null) {
      return watermarks;
    }
    BoundedOutOfOrderness byDefault = BoundedOutOfOrderness.of(DEFAULT_MAX_OUT_OF_ORDERNESS);
    EventTime eventTime = eventTime();
    return eventTime == null
        ? byDefault
        : eventTime.watermarks().orElse(byDefault.withMaxFuture(eventTime.maxFuture()));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("servers", connection().servers()).withLabel("Brokers"))
        .add(DisplayData.item("topics", topics().toString()).withLabel("Topics"))
        .add(DisplayData.item("format", format().name()).withLabel("Format"))
        .add(DisplayData.item("start", start().toString()).withLabel("Start"))
        .addIfNotNull(DisplayData.item("group", group()).withLabel("Consumer Group"));
  }
}
