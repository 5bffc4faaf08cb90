package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;

import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the step behind the source takes over from it. */
@RunWith(JUnit4.class)
public class RecordReaderTest {

  private static final Schema BEFORE = Schema.builder().addInt64Field("time").build();
  private static final Schema NOW =
      Schema.builder().addInt64Field("time").addNullableStringField("channel").build();

  private final KafkaRecord<byte[], RecordValue> record =
      new KafkaRecord<>(
          "t",
          0,
          0,
          0,
          KafkaTimestampType.CREATE_TIME,
          new RecordHeaders(),
          null,
          new RecordValue("{\"time\":5,\"channel\":\"web\"}".getBytes(StandardCharsets.UTF_8)));

  @Test
  public void record_thatTheSourceHasDecoded_isNotDecodedAgain() {
    RecordShape shape = shape(NOW);
    Decoded decoded = readBySource(shape);
    RecordReader step = SerializableUtils.clone(shape).reader();
    assertThat(step.read(record), sameInstance(decoded));
  }

  @Test
  public void record_thatARestoredSourceTookForSomethingElse_isDecodedAgain() {
    readBySource(shape(BEFORE));
    Decoded decoded = shape(NOW).reader().read(record);
    assertThat(decoded.row().getString("channel"), equalTo("web"));
    assertThat(decoded.eventTime(), equalTo(Instant.ofEpochMilli(5)));
  }

  private Decoded readBySource(RecordShape shape) {
    new RecordTimes(shape, java.time.Duration.ofDays(1)).of(record, Instant.now());
    return record.getKV().getValue().decoded();
  }

  private static RecordShape shape(Schema schema) {
    return new RecordShape(
        JsonFormat.of(), schema, EventTime.ofField("time"), Tombstones.malformed());
  }
}
