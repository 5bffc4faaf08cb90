package io.summerbeam.io.kafka;

import io.summerbeam.sdk.failure.Reason;
import java.util.Arrays;

/** The names of the headers that hold the envelope of a dead letter in a topic. */
final class EnvelopeHeaders {

  // Those of Kafka Connect's dead letter queue, so that what knows them knows ours.
  static final String CONNECT = "__connect.errors.";
  static final String TOPIC = CONNECT + "topic";
  static final String PARTITION = CONNECT + "partition";
  static final String OFFSET = CONNECT + "offset";
  static final String CONNECTOR = CONNECT + "connector.name";
  static final String STAGE = CONNECT + "stage";
  static final String EXECUTING_CLASS = CONNECT + "class.name";
  static final String ERROR_CLASS = CONNECT + "exception.class.name";
  static final String MESSAGE = CONNECT + "exception.message";
  static final String STACK_TRACE = CONNECT + "exception.stacktrace";

  private static final String OURS = "summerbeam.letter.";
  static final String VERSION = OURS + "version";
  // How many headers the record had; they come before those of the envelope.
  static final String HEADERS = OURS + "headers";
  static final String ID = OURS + "id";
  static final String STEP = OURS + "step";
  static final String REASON = OURS + "reason";
  static final String SEVERITY = OURS + "severity";
  static final String ATTEMPTS = OURS + "attempts";
  static final String PAYLOAD_FORMAT = OURS + "payload-format";
  static final String PAYLOAD_SCHEMA = OURS + "payload-schema";
  static final String EVENT_TIME = OURS + "event-time";
  static final String WINDOW_START = OURS + "window-start";
  static final String WINDOW_END = OURS + "window-end";
  static final String FAILURE_TIME = OURS + "failure-time";
  static final String FIRST_FAILURE_TIME = OURS + "first-failure-time";
  static final String LEFT_OUT = OURS + "left-out";
  // Of a source that is no topic, and which Connect has no names for.
  static final String SOURCE_SYSTEM = OURS + "source.system";
  static final String SOURCE_RESOURCE = OURS + "source.resource";
  static final String SOURCE_PARTITION = OURS + "source.partition";
  static final String SOURCE_POSITION = OURS + "source.position";
  static final String SOURCE_LINE = OURS + "source.line";

  // Those of Spring Kafka's dead letter topics.
  static final String SPRING = "kafka_dlt-";
  static final String SPRING_TOPIC = SPRING + "original-topic";
  static final String SPRING_PARTITION = SPRING + "original-partition";
  static final String SPRING_OFFSET = SPRING + "original-offset";
  static final String SPRING_TIMESTAMP = SPRING + "original-timestamp";
  static final String SPRING_GROUP = SPRING + "original-consumer-group";
  static final String SPRING_ERROR_CLASS = SPRING + "exception-fqcn";
  static final String SPRING_CAUSE_CLASS = SPRING + "exception-cause-fqcn";
  static final String SPRING_MESSAGE = SPRING + "exception-message";
  static final String SPRING_STACK_TRACE = SPRING + "exception-stacktrace";

  private EnvelopeHeaders() {}

  /** Connect's name for the part of its work that a reason belongs to. */
  static String stageOf(String reason) {
    if (reason.equals(Reason.MALFORMED.code())) {
      return "VALUE_CONVERTER";
    }
    return reason.equals(Reason.SINK_REJECTED.code()) ? "TASK_PUT" : "TRANSFORMATION";
  }

  /** The reason that a part of Connect's work stands for. */
  static Reason reasonOf(String stage) {
    if (stage.endsWith("_CONVERTER")) {
      return Reason.MALFORMED;
    }
    return Arrays.asList("TASK_PUT", "KAFKA_PRODUCE").contains(stage)
        ? Reason.SINK_REJECTED
        : Reason.TRANSFORM_FAILED;
  }
}
