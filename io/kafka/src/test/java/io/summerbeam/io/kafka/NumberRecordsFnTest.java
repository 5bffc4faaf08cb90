package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link NumberRecordsFn} with a broker. */
@RunWith(JUnit4.class)
public final class NumberRecordsFnTest {

  private static final KafkaConnection CONNECTION = TestBroker.connection();

  private final String topic = TestBroker.topic(1);
  private final ProducerRecord<byte[], byte[]> record =
      new ProducerRecord<>(topic, "a".getBytes(UTF_8));
  private final MemoryValue<Position> last = new MemoryValue<>();

  private List<Position> numbered(int records) throws IOException {
    NumberRecordsFn fn = new NumberRecordsFn(CONNECTION, topic);
    fn.setup();
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      fn.process(KV.of(0, record), last, into(positions));
    }
    return positions;
  }

  private void write(long run, int records) throws IOException {
    try (ExistingTopics topics = new ExistingTopics(CONNECTION);
        OnceWriter writer = OnceWriter.open(CONNECTION, topic, 0, topics)) {
      for (int i = 0; i < records; i++) {
        writer.append(new NumberedRecord(new Position(run, i), record));
      }
      writer.commit();
    }
  }

  private static OutputReceiver<KV<Integer, NumberedRecord>> into(List<Position> positions) {
    return new OutputReceiver<>() {
      @Override
      public OutputBuilder<KV<Integer, NumberedRecord>> builder(KV<Integer, NumberedRecord> out) {
        return WindowedValues.builder(WindowedValues.valueInGlobalWindow(out))
            .setValue(out)
            .setReceiver(value -> positions.add(value.getValue().getValue().position()));
      }
    };
  }

  @Test
  public void numbers_fromZeroInARunOfItsOwn_andOnFromTheState() throws Exception {
    List<Position> first = numbered(2);
    long run = first.get(0).run();
    assertThat(first, equalTo(List.of(new Position(run, 0), new Position(run, 1))));
    assertThat(numbered(1), equalTo(List.of(new Position(run, 2))));
    last.clear();
    assertThat(numbered(1).get(0).run(), not(equalTo(run)));
  }

  @Test
  public void whatIsWritten_isNoMoreThanTheStateKnows_numbersGoOn() throws Exception {
    write(7, 3);
    last.write(new Position(7, 4));
    assertThat(numbered(1), equalTo(List.of(new Position(7, 5))));
  }

  @Test
  public void stateOfBefore_numbersGoOnBehindWhatIsWritten() throws Exception {
    write(7, 5);
    last.write(new Position(7, 1));
    assertThat(numbered(2), equalTo(List.of(new Position(7, 5), new Position(7, 6))));
  }

  @Test
  public void anotherRunHasWritten_isLeftToTheWriter() throws Exception {
    write(8, 5);
    last.write(new Position(7, 1));
    assertThat(numbered(1), equalTo(List.of(new Position(7, 2))));
  }
}
