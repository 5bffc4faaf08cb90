package io.summerbeam.io.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Encodes records that are to be written, with all they have. Beam's own coder of them fails on a
 * header without a value.
 */
final class ToWriteCoder extends AtomicCoder<ProducerRecord<byte[], byte[]>> {

  private static final long serialVersionUID = 1;
  private static final ToWriteCoder INSTANCE = new ToWriteCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<Integer> COUNT = VarIntCoder.of();
  private static final Coder<Integer> PARTITION = NullableCoder.of(VarIntCoder.of());
  private static final Coder<Long> TIME = NullableCoder.of(VarLongCoder.of());
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private ToWriteCoder() {}

  static ToWriteCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ProducerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
    TEXT.encode(record.topic(), out);
    PARTITION.encode(record.partition(), out);
    TIME.encode(record.timestamp(), out);
    BYTES.encode(record.key(), out);
    BYTES.encode(record.value(), out);
    Header[] headers = record.headers().toArray();
    COUNT.encode(headers.length, out);
    for (Header header : headers) {
      TEXT.encode(header.key(), out);
      BYTES.encode(header.value(), out);
    }
  }

  @Override
  public ProducerRecord<byte[], byte[]> decode(InputStream in) throws IOException {
    String topic = TEXT.decode(in);
    Integer partition = PARTITION.decode(in);
    Long time = TIME.decode(in);
    byte[] key = BYTES.decode(in);
    byte[] value = BYTES.decode(in);
    int count = COUNT.decode(in);
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = TEXT.decode(in);
      headers.add(new RecordHeader(name, BYTES.decode(in)));
    }
    return new ProducerRecord<>(topic, partition, time, key, value, headers);
  }
}
