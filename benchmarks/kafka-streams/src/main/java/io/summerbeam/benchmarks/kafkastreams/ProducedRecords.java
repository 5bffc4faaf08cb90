package io.summerbeam.benchmarks.kafkastreams;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * What the driver keeps of every topic that was written to, those between sub-topologies and
 * changelogs too. It keeps them until somebody reads them, and the heap would not hold them all.
 */
final class ProducedRecords {

  private final TopologyTestDriver driver;

  ProducedRecords(TopologyTestDriver driver) {
    this.driver = driver;
  }

  void discard() {
    for (String topic : driver.producedTopicNames()) {
      driver
          .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
          .readRecordsToList();
    }
  }
}
