package io.summerbeam.io.kafka;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.EventTimeReader;
import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Decodes records, each topic's with a decoder of its own. Not thread-safe. */
final class RecordReader {

  private final RecordShape shape;
  private final @Nullable EventTimeReader timeReader;
  private final @Nullable RowDecoder keyDecoder;
  private final Schema keySchema;
  private final Map<String, RowDecoder> decoders = new HashMap<>();
  // A source has one, which is compared once.
  private @Nullable RecordShape compared;
  private boolean same;

  RecordReader(RecordShape shape) {
    this.shape = shape;
    EventTime eventTime = shape.eventTime();
    this.timeReader = eventTime == null ? null : eventTime.reader(shape.schema());
    RowFormat keyFormat = shape.tombstones().keyFormat();
    this.keySchema = shape.tombstones().keySchema(shape.schema());
    this.keyDecoder = keyFormat == null ? null : keyFormat.decoder(keySchema);
  }

  /**
   * What a record is; what its source found out already is not done again, unless it took it for
   * something else: Flink restores a source from a savepoint as it was in the job of then.
   */
  Decoded read(KafkaRecord<byte[], RecordValue> record) {
    RecordValue value = record.getKV().getValue();
    Decoded known = value.decoded();
    if (known != null && isOurs(value.decodedAs())) {
      return known;
    }
    byte[] bytes = value.bytes();
    try {
      return bytes == null ? tombstone(record.getKV().getKey()) : row(record.getTopic(), bytes);
    } catch (MalformedException e) {
      return Decoded.malformed(e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Equal ones are found out below; this is for each record.
  private boolean isOurs(@Nullable RecordShape other) {
    if (other == null) {
      return false;
    }
    if (other != compared) {
      compared = other;
      same = shape.isSameAs(other);
    }
    return same;
  }

  private Decoded row(String topic, byte[] bytes) throws MalformedException {
    RowDecoder decoder = decoders.get(topic);
    if (decoder == null) {
      decoder = shape.format().forTopic(topic).decoder(shape.schema());
      decoders.put(topic, decoder);
    }
    Row row = decoder.decode(bytes);
    return Decoded.of(row, timeReader == null ? null : timeReader.read(row));
  }

  private Decoded tombstone(byte @Nullable [] key) throws MalformedException {
    Tombstones tombstones = shape.tombstones();
    RowDecoder decoder = keyDecoder;
    if (decoder != null) {
      if (key == null) {
        throw new MalformedException("the value and the key are null", null);
      }
      return Decoded.of(rowOf(decoder.decode(key)), null);
    }
    if (tombstones.kind() == Tombstones.Kind.SKIPPED) {
      return Decoded.nothing();
    }
    throw new MalformedException("the value is null (withTombstones)", null);
  }

  private Row rowOf(Row key) {
    Schema schema = shape.schema();
    Object[] values = new Object[schema.getFieldCount()];
    List<String> fields = shape.tombstones().keyFields();
    for (int i = 0; i < keySchema.getFieldCount(); i++) {
      values[schema.indexOf(fields.get(i))] = key.getValue(i);
    }
    String flag = shape.tombstones().flag();
    if (flag != null) {
      values[schema.indexOf(flag)] = true;
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
