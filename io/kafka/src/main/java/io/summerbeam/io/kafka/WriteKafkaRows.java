package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetterFactory;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.portability.HasAlternative;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes Rows to a topic, or each to the topic that it names. Made by {@link KafkaRows#write} and
 * {@link KafkaRows#writeTo}.
 *
 * <pre>{@code
 * totals.apply(
 *     KafkaRows.write(connection, "totals")
 *         .withKeyFields("category")
 *         .withHeader("trace-id", "trace")
 *         .withDeadLetters(dead));
 * }</pre>
 *
 * <p><b>Input.</b> Any schema that the format has a form for; bounded or unbounded; any windows.
 * The provenance is not written.
 *
 * <p><b>Records.</b> The value is the row in the format, JSON by default, with all its fields.
 * There is no key unless {@link #withKeyFields} says so. The timestamp is the event time; of a row
 * that has none, and with {@link #withTimeOfWriting}, the time of writing. The partition is chosen
 * by Kafka's client: by the key, as all of its clients do it, and without a key evenly; or it is in
 * a field ({@link #withPartitionField}).
 *
 * <p><b>Delivery.</b> At least once: a bundle ends when the brokers have confirmed all of its
 * records ({@code acks=all}), and one that is tried again writes them again. What the client itself
 * repeats is written once (it is idempotent). {@link #exactlyOnce} goes further. <b>Order.</b> As
 * far as the runner keeps one, records of a partition stay in it, but for those that go along with
 * a record that the broker refuses: they are sent again without it.
 *
 * <p><b>Errors.</b> A row that can never be written becomes a dead letter {@code sink_rejected}:
 * the format has no form for it; it is too large for the client or the topic; the topic does not
 * take its timestamp, or takes no record without a key; the field with its topic is null, or with
 * its partition negative; its time is before 1970. So does, where the record names the topic, one
 * whose topic cannot be, does not exist or may not be written to, and one whose partition does not
 * exist; the last three are {@code retryable}, and so is one whose time is too far in the future
 * for the topic, by a day at most. A topic that does not exist is waited for ({@code max.block.ms},
 * a minute), once in five minutes. None is made, also where the brokers make those that are asked
 * for ({@code auto.create.topics.enable}), but for one that is deleted while it is written to:
 * Kafka's client asks for it then. Without {@link #withDeadLetters} such a row fails the bundle.
 * Everything else fails the bundle after the client has tried it for {@code delivery.timeout.ms},
 * two minutes: brokers that do not answer, too few replicas, a topic given to {@link
 * KafkaRows#write} that is not there or may not be written to.
 *
 * <p><b>Cost.</b> The steps of a worker that write with an equal connection share one client, its
 * connections and its buffer ({@code buffer.memory}, 32 MiB); with {@link #exactlyOnce} each shard
 * has a client of its own. At most {@value #MAX_IN_FLIGHT} records of a bundle are on their way at
 * once; then it waits. Small bundles make small batches: on Flink, {@code --maxBundleSize} and
 * {@code --maxBundleTimeMills}.
 *
 * <p><b>Defaults</b> of the client, where {@link KafkaConnection#withConfig} does not set them:
 * compression {@value #DEFAULT_COMPRESSION}, {@code linger.ms} {@value #DEFAULT_LINGER_MILLIS},
 * {@code batch.size} {@value #DEFAULT_BATCH_BYTES}, idempotent, all acknowledged.
 *
 * <p><b>Counts.</b> {@code records_in}, {@code records_out} (confirmed), {@code
 * records_dead.sink_rejected}. <b>Runners.</b> All; {@link #exactlyOnce} where it says.
 */
@AutoValue
public abstract class WriteKafkaRows extends PTransform<PCollection<Row>, PDone>
    implements HasAlternative {

  private static final long serialVersionUID = 1;

  /** How the step is called in dead letters and counters, unless something else is asked for. */
  public static final String DEFAULT_STEP_NAME = "KafkaRows.write";

  /** The compression of batches, unless the connection's {@code compression.type} is another. */
  public static final String DEFAULT_COMPRESSION = "lz4";

  /**
   * How long a record waits for others to go with it, unless the connection's {@code linger.ms} is
   * another; the end of a bundle waits for nothing.
   */
  public static final int DEFAULT_LINGER_MILLIS = 20;

  /**
   * The size of a batch, unless the connection's {@code batch.size} is another. It must not be more
   * than what the topic takes ({@code max.message.bytes}, 1 MiB unless set): the client splits what
   * is too large into batches of this size.
   */
  public static final int DEFAULT_BATCH_BYTES = 65_536;

  /** How many records of a bundle may be on their way to the brokers. */
  public static final int MAX_IN_FLIGHT = 10_000;

  static WriteKafkaRows to(KafkaConnection connection, String topic) {
    return of(
        connection,
        RecordFields.builder()
            .setTopic(Names.check(topic, "write()", "a topic"))
            .setFormat(JsonFormat.of())
            .build());
  }

  static WriteKafkaRows toTopicIn(KafkaConnection connection, String field) {
    return of(
        connection,
        RecordFields.builder()
            .setTopicField(Names.check(field, "writeTo()", "a field"))
            .setFormat(JsonFormat.of())
            .build());
  }

  private static WriteKafkaRows of(KafkaConnection connection, RecordFields fields) {
    return new AutoValue_WriteKafkaRows.Builder()
        .setConnection(connection)
        .setFields(fields)
        .setStepName(DEFAULT_STEP_NAME)
        .build();
  }

  /**
   * How the value is encoded. A format with a schema registry that was given no subject takes that
   * of the topic, {@code <topic>-value}. Default: JSON.
   */
  public WriteKafkaRows withFormat(RowFormat format) {
    return with(fields().toBuilder().setFormat(format));
  }

  /**
   * The fields that are the key. One: its text in UTF-8 ({@code 66}, {@code true}, {@code
   * 2001-01-01T00:00:00Z}, the name of an enumeration), or the bytes of one of type BYTES; a null
   * is no key. Several: a JSON object of them, in this order. They must be of types whose equal
   * values have one form, because records of one key go to one partition. Default: no key.
   *
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public WriteKafkaRows withKeyFields(String... names) {
    List<String> keys = List.of(names);
    if (keys.isEmpty() || keys.stream().distinct().count() != keys.size()) {
      throw new IllegalArgumentException(
          "withKeyFields() must be given one field or more, each once, but was: " + keys);
    }
    return with(fields().toBuilder().setKeyFields(keys));
  }

  /**
   * A header with the value of a field, written as a key of one field is; a null is no header.
   * Called several times, there are several of them, in this order. Default: none.
   *
   * @throws IllegalArgumentException if the name is blank or taken, or the field's name is blank
   */
  public WriteKafkaRows withHeader(String name, String field) {
    Names.check(name, "withHeader()", "the name of a header");
    Names.check(field, "withHeader()", "a field");
    Map<String, String> headers = new LinkedHashMap<>(fields().headers());
    if (headers.put(name, field) != null) {
      throw new IllegalArgumentException(
          "withHeader(): there is a header '" + name + "' already. Give it another name.");
    }
    return with(fields().toBuilder().setHeaders(Collections.unmodifiableMap(headers)));
  }

  /**
   * The field, MAP of STRING to STRING, with headers: what {@link KafkaRows} read gives as
   * metadata, so that a record goes on with the headers it came with. Left out are those by which
   * replays and retries count ({@link io.summerbeam.sdk.failure.ReplayHeaders}, {@code
   * summerbeam.retry.*}): they are of this job, and the next one would count on from them. Those of
   * {@link #withHeader} come after them. Default: none.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public WriteKafkaRows withHeadersFrom(String field) {
    return with(
        fields().toBuilder().setHeadersField(Names.check(field, "withHeadersFrom()", "a field")));
  }

  /**
   * The field, INT32, with the number of the partition, 0 for the first; where it is null the key
   * decides. Default: the key decides.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public WriteKafkaRows withPartitionField(String field) {
    return with(
        fields().toBuilder()
            .setPartitionField(Names.check(field, "withPartitionField()", "a field")));
  }

  /** Gives records the time at which they are written. Default: their event time. */
  public WriteKafkaRows withTimeOfWriting() {
    return with(fields().toBuilder().setEventTime(false));
  }

  /**
   * Writes each record once, in transactions of Kafka that also hold how far the job is. Consumers
   * must read with {@code isolation.level=read_committed}, as {@link KafkaRows} does.
   *
   * <p><b>Runners.</b> Those that give the same records again after a failure: Flink streaming with
   * checkpoints ({@code --checkpointingInterval}), aligned ones, and Dataflow. Elsewhere the
   * launcher's preflight refuses it; a main of your own has to see to that itself. On Flink, {@code
   * --numConcurrentCheckpoints} must be two or more, and more than twice as many as are ever under
   * way at once: after a failure Beam's runner may otherwise give a record before its checkpoint is
   * complete. The launcher sets sixteen. Where that happens nevertheless, and where a job goes back
   * to a checkpoint or savepoint that is not its latest, records come twice and none is lost; a
   * warning in the log says how many at most. Gone back to before the first record of a shard, the
   * job fails: nothing tells then whose records Kafka has.
   *
   * <p><b>Records</b> become visible with the checkpoint after them, on Flink all of them in one
   * transaction a shard, or one for each {@value #MAX_IN_FLIGHT} or ten seconds where there are
   * more. Those of one partition that a field gives, else of one key, are of one shard, which keeps
   * their order.
   *
   * <p><b>Errors.</b> A row that the format has no form for, that is too large for the client or
   * older than 1970, or whose topic is null or cannot be, or whose partition is negative, is a dead
   * letter. What only the broker can refuse fails the job, also a topic or partition of a record
   * that does not exist: nothing says of a transaction that failed which of its records were good.
   * Where it would be refused every time (too large for the topic, a timestamp too far in the past
   * for it, no key in a compacted one), Flink ends the job at once ({@link
   * io.summerbeam.sdk.failure.FinalFailure}). Set {@code max.request.size} to no more than {@code
   * max.message.bytes} of the topic, and what is too large for that is a dead letter.
   *
   * <p>A job that has ended so goes on from its last checkpoint: what was read and not yet written
   * is in there, and the offsets of the source's group may be past it. Flink keeps that checkpoint
   * only with {@code --externalizedCheckpointsEnabled}, which the launcher gives and a main of your
   * own has to, and with a folder for checkpoints: {@code state.checkpoints.dir} of its
   * configuration, or {@code --stateBackend} with {@code --stateBackendStoragePath}. Without them
   * those records are lost with it.
   *
   * <p><b>In Kafka</b> a shard is called {@code <sinkGroupId>.<shard>}: a transactional id, and a
   * group with an offset of partition 0 of the topic, whose metadata is the number of its last
   * record. The user needs Write on the one, and Read on the group and on the topic.
   *
   * <p><b>Counts.</b> {@code records_out} are committed; {@code records_repeated} came again and
   * were written already.
   *
   * @param sinkGroupId what the job's place is stored under; one for each job and step, and the
   *     same when the job goes on from a savepoint. The old job must have ended before the new one
   *     starts: numbers stand for places in the input, and two jobs may give one number to two
   *     records. A new job with the name of an old one is refused as long as Kafka remembers it
   *     ({@code offsets.retention.minutes}, seven days).
   * @param shards how many writers there are, each with a transaction of its own; the number of the
   *     topic's partitions is a good one: a transaction is of one partition then, where keys decide
   * @throws IllegalArgumentException if the name is blank, or the number is not positive
   */
  public WriteKafkaRows exactlyOnce(String sinkGroupId, int shards) {
    Names.check(sinkGroupId, "exactlyOnce()", "a group id");
    if (shards < 1) {
      throw new IllegalArgumentException(
          "exactlyOnce() must be given a positive number of shards, but was: " + shards);
    }
    return toBuilder().setExactlyOnce(new ExactlyOnce(sinkGroupId, shards)).build();
  }

  /** Rows that cannot be written go to this handler. Default: they fail the bundle. */
  public WriteKafkaRows withDeadLetters(DeadLetters deadLetters) {
    return toBuilder().setDeadLetters(deadLetters).build();
  }

  /**
   * How the step is called in dead letters and counters. Default: {@value #DEFAULT_STEP_NAME}.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public WriteKafkaRows withStepName(String stepName) {
    return toBuilder().setStepName(Names.check(stepName, "withStepName()", "a name")).build();
  }

  abstract KafkaConnection connection();

  abstract RecordFields fields();

  abstract @Nullable ExactlyOnce exactlyOnce();

  abstract String stepName();

  abstract @Nullable DeadLetters deadLetters();

  abstract Builder toBuilder();

  private WriteKafkaRows with(RecordFields.Builder fields) {
    return toBuilder().setFields(fields.build()).build();
  }

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder setConnection(KafkaConnection connection);

    abstract Builder setFields(RecordFields fields);

    abstract Builder setExactlyOnce(@Nullable ExactlyOnce exactlyOnce);

    abstract Builder setStepName(String stepName);

    abstract Builder setDeadLetters(@Nullable DeadLetters deadLetters);

    abstract WriteKafkaRows build();
  }

  @Override
  public PDone expand(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          stepName()
              + ": the input has no schema. Set it with setRowSchema(), or convert with"
              + " Convert.toRows().");
    }
    Schema schema = rows.getSchema();
    fields().check(schema, stepName());
    DeadLetters dead = deadLetters();
    DeadLetterFactory factory = dead == null ? null : dead.factory(stepName());
    ExactlyOnce once = exactlyOnce();
    PCollection<DeadLetter> letters =
        once == null
            ? rows.apply(
                "Write",
                ParDo.of(
                    new WriteKafkaFn(
                        connection(), fields(), schema, stepName(), factory, MAX_IN_FLIGHT)))
            : once.write(rows, connection(), fields(), stepName(), factory);
    if (dead != null) {
      dead.addErrorCollection(letters);
    } else {
      letters.setCoder(DeadLetter.coder());
    }
    return PDone.in(rows.getPipeline());
  }

  /** What to do where a runner cannot write exactly once. */
  @Override
  public String alternative() {
    return "Leave exactlyOnce() away and write at least once, with a key by which readers tell a"
        + " record that came twice; Flink streaming has it with --checkpointingInterval, aligned"
        + " checkpoints and a --numConcurrentCheckpoints of 2 or more.";
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    ExactlyOnce once = exactlyOnce();
    builder
        .add(DisplayData.item("servers", connection().servers()).withLabel("Bootstrap Servers"))
        .addIfNotNull(DisplayData.item("topic", fields().topic()).withLabel("Topic"))
        .addIfNotNull(
            DisplayData.item("topicField", fields().topicField()).withLabel("Field of the Topic"))
        .add(DisplayData.item("format", fields().format().name()).withLabel("Format"))
        .add(
            DisplayData.item("keyFields", String.join(", ", fields().keyFields()))
                .withLabel("Fields of the Key"))
        .addIfNotNull(
            DisplayData.item("sinkGroupId", once == null ? null : once.sinkGroupId())
                .withLabel("Exactly Once As"));
  }
}
