package io.summerbeam.io.kafka;

import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Takes values as they are. */
final class RecordValueDeserializer implements DeserializerProvider<RecordValue> {

  private static final long serialVersionUID = 1;

  @Override
  public Deserializer<RecordValue> getDeserializer(Map<String, ?> configs, boolean isKey) {
    return new AsItIs();
  }

  @Override
  public Coder<RecordValue> getCoder(CoderRegistry registry) {
    return RecordValueCoder.of();
  }

  private static final class AsItIs implements Deserializer<RecordValue> {
    @Override
    public RecordValue deserialize(String topic, byte @Nullable [] bytes) {
      return new RecordValue(bytes);
    }
  }
}
