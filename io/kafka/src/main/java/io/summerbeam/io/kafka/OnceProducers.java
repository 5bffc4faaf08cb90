package io.summerbeam.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the producers of Beam's exactly-once sink, with secrets that are read on the worker. */
final class OnceProducers
    implements SerializableFunction<Map<String, Object>, Producer<byte[], byte[]>> {

  private static final long serialVersionUID = 1;

  private final KafkaConnection connection;
  private final String sinkGroupId;

  OnceProducers(KafkaConnection connection, String sinkGroupId) {
    this.connection = connection;
    this.sinkGroupId = sinkGroupId;
  }

  @Override
  public Producer<byte[], byte[]> apply(Map<String, Object> asked) {
    Map<String, Object> settings = new HashMap<>(ProducerDefaults.with(connection.properties()));
    // Of what the sink asks for, the one that makes it transactional; its retries are too few.
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, asked.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
    return OnceProducer.of(
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
        () -> BeamWriters.forget(sinkGroupId));
  }
}
