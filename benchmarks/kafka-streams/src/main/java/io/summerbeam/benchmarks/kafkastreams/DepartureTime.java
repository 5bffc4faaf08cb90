package io.summerbeam.benchmarks.kafkastreams;

import io.summerbeam.benchmarks.flights.Flight;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The event time is the time of departure; what is no flight has that of the record before it. */
final class DepartureTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.value() instanceof Flight flight ? flight.time() : Math.max(0, partitionTime);
  }
}
