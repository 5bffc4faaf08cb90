package io.summerbeam.io.kafka;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes dead letters to a topic: the record as it was, and the envelope in headers.
 *
 * <pre>{@code
 * try (DeadLetters dead =
 *     DeadLetters.in(pipeline).writeTo(KafkaDeadLetters.to(connection, "orders.dead"))) {
 *   ...
 * }
 * }</pre>
 *
 * <p><b>Records.</b> The value is the payload, byte for byte; a letter without payload has no
 * value. The key is the record's own; the timestamp is the time of the failure, from which the
 * topic's retention counts. First come the headers that the record had, then those of the envelope;
 * what is absent has none:
 *
 * <table>
 * <caption>Headers, all of them text</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code __connect.errors.topic}, {@code .partition}, {@code .offset}</td>
 *     <td>where a record of Kafka came from; under these and the next six names Kafka Connect's
 *     dead letter queue has them</td></tr>
 * <tr><td>{@code __connect.errors.connector.name}</td><td>the pipeline</td></tr>
 * <tr><td>{@code __connect.errors.stage}</td><td>Connect's word for the reason: {@code
 *     VALUE_CONVERTER} (malformed), {@code TASK_PUT} (sink_rejected), {@code TRANSFORMATION}</td></tr>
 * <tr><td>{@code __connect.errors.exception.class.name}, {@code .message}, {@code .stacktrace}</td>
 *     <td>the exception's class, our message, the stack trace where one was asked for</td></tr>
 * <tr><td>{@code summerbeam.letter.version}, {@code .id}, {@code .step}, {@code .reason}, {@code
 *     .severity}, {@code .attempts}, {@code .payload-format}, {@code .payload-schema}</td>
 *     <td>see {@link DeadLetter}</td></tr>
 * <tr><td>{@code summerbeam.letter.event-time}, {@code .window-start}, {@code .window-end}, {@code
 *     .failure-time}, {@code .first-failure-time}</td><td>{@code 2001-01-01T00:00:00Z}</td></tr>
 * <tr><td>{@code summerbeam.letter.source.system}, {@code .resource}, {@code .partition}, {@code
 *     .position}, {@code .line}</td><td>where a record came from that is not of Kafka</td></tr>
 * <tr><td>{@code summerbeam.letter.headers}</td><td>how many of the headers are the record's
 *     own</td></tr>
 * <tr><td>{@code summerbeam.letter.left-out}</td><td>of a letter that was too large for the topic:
 *     what of it is not there</td></tr>
 * </table>
 *
 * <p><b>The topic</b> must be made before, also where the brokers make topics by themselves, with
 * time-based retention that is long enough for a repair, and not compacted: letters may have no
 * key, and letters of one key are not versions of each other. A letter that is too large for it
 * ({@code max.message.bytes}) is written without payload, key, headers and stack trace, so that it
 * is still known where the record is.
 *
 * <p><b>Windows and timestamps.</b> Any. <b>Errors.</b> What else keeps a letter from being written
 * fails the bundle, which is tried again: a dead letter has no dead letters of its own.
 * <b>Delivery.</b> At least once; copies of a letter have the same id. <b>Cost.</b> As {@link
 * WriteKafkaRows}, whose client it shares. <b>Runners.</b> All.
 */
@AutoValue
public abstract class KafkaDeadLetters extends PTransform<PCollection<DeadLetter>, PDone> {

  private static final long serialVersionUID = 1;

  /**
   * Writes to a topic.
   *
   * @throws IllegalArgumentException if its name is blank
   */
  public static KafkaDeadLetters to(KafkaConnection connection, String topic) {
    return new AutoValue_KafkaDeadLetters(connection, Names.check(topic, "to()", "a topic"));
  }

  abstract KafkaConnection connection();

  abstract String topic();

  @Override
  public PDone expand(PCollection<DeadLetter> letters) {
    letters.apply("Write", ParDo.of(new WriteLettersFn(connection(), topic())));
    return PDone.in(letters.getPipeline());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("servers", connection().servers()).withLabel("Bootstrap Servers"))
        .add(DisplayData.item("topic", topic()).withLabel("Topic"));
  }
}
