package io.summerbeam.io.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/** A record of an exactly-once sink, and its place among those of its shard. */
record NumberedRecord(Position position, ProducerRecord<byte[], byte[]> record) {}
