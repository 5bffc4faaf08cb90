package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What of an exactly-once sink is kept: in savepoints and in Kafka. */
@RunWith(JUnit4.class)
public final class NumberedRecordCoderTest {

  private static final NumberedRecordCoder CODER = NumberedRecordCoder.of();

  private static final NumberedRecord FULL =
      new NumberedRecord(
          new Position(-2, 300),
          new ProducerRecord<>(
              "t",
              3,
              5L,
              "k".getBytes(UTF_8),
              "v".getBytes(UTF_8),
              List.of(
                  new RecordHeader("h", "1".getBytes(UTF_8)),
                  new RecordHeader("h", (byte[]) null))));

  private static final NumberedRecord BARE =
      new NumberedRecord(new Position(1, 0), new ProducerRecord<>("t", new byte[0]));

  private static NumberedRecord copy(NumberedRecord record) throws CoderException {
    return CoderUtils.decodeFromByteArray(CODER, CoderUtils.encodeToByteArray(CODER, record));
  }

  @Test
  public void records_comeBackWhole() throws Exception {
    NumberedRecord full = copy(FULL);
    assertThat(full.position(), equalTo(FULL.position()));
    assertThat(full.record().topic(), equalTo("t"));
    assertThat(full.record().partition(), equalTo(3));
    assertThat(full.record().timestamp(), equalTo(5L));
    assertThat(Written.text(full.record().key()), equalTo("k"));
    assertThat(Written.text(full.record().value()), equalTo("v"));
    assertThat(full.record().headers(), equalTo(FULL.record().headers()));

    ProducerRecord<byte[], byte[]> bare = copy(BARE).record();
    assertThat(bare.partition(), equalTo(null));
    assertThat(bare.timestamp(), equalTo(null));
    assertThat(bare.key(), equalTo(null));
    assertThat(bare.headers().toArray().length, equalTo(0));
  }

  @Test
  public void form_isThatOfSavepoints() throws Exception {
    assertThat(
        HexFormat.of().formatHex(CoderUtils.encodeToByteArray(CODER, FULL)),
        equalTo("01fffffffffffffffeac0201740103010501016b010176020168010131016800"));
  }

  @Test
  public void otherVersion_isRefused() {
    assertThat(
        assertThrows(
                CoderException.class,
                () -> CoderUtils.decodeFromByteArray(CODER, new byte[] {2, 0}))
            .getMessage(),
        containsString("in version 2"));
  }

  @Test
  public void position_inKafka() {
    String text = "{\"run\":\"fffffffffffffffe\",\"seq\":300}";
    assertThat(FULL.position().toText(), equalTo(text));
    assertThat(Position.parse(text), equalTo(Optional.of(FULL.position())));
    assertThat(Position.parse(""), equalTo(Optional.empty()));
    assertThat(Position.parse("{\"seq\":3,\"id\":\"w\"}"), equalTo(Optional.empty()));
  }
}
