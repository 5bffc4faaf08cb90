package io.summerbeam.io.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record of an exactly-once sink, and its place among those of its shard. */
record NumberedRecord(Position position, ProducerRecord<byte[], byte[]> record) {

  /** Nothing of the record: Kafka's own text has the values of its headers. */
  @Override
  public String toString() {
    return "record " + position.seq() + " for the topic '" + record.topic() + "'";
  }
}
