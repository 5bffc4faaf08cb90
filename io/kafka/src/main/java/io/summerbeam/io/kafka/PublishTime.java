package io.summerbeam.io.kafka;

import org.apache.beam.sdk.io.kafka.KafkaPublishTimestampFunction;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The timestamp of a record that Beam's sink writes: the event time, where it has one. */
final class PublishTime implements KafkaPublishTimestampFunction<KV<byte @Nullable [], byte[]>> {

  private static final long serialVersionUID = 1;

  private final boolean eventTime;

  PublishTime(boolean eventTime) {
    this.eventTime = eventTime;
  }

  @Override
  public Instant getTimestamp(KV<byte @Nullable [], byte[]> record, Instant time) {
    return eventTime && RecordMaker.isTime(time) ? time : Instant.now();
  }
}
