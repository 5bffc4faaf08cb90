package io.summerbeam.io.kafka;

import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Numbers the records of each shard. The run is made with the first record and is in the state, so
 * that a job which goes on from a checkpoint knows again what it has written, though it was written
 * after that checkpoint.
 */
final class NumberRecordsFn
    extends DoFn<KV<Integer, ProducerRecord<byte[], byte[]>>, KV<Integer, NumberedRecord>> {

  private static final long serialVersionUID = 1;

  private static final String LAST = "last";

  @StateId(LAST)
  private final StateSpec<ValueState<Position>> lastSpec = StateSpecs.value(PositionCoder.of());

  @ProcessElement
  public void process(
      @Element KV<Integer, ProducerRecord<byte[], byte[]>> element,
      @AlwaysFetched @StateId(LAST) ValueState<Position> last,
      OutputReceiver<KV<Integer, NumberedRecord>> out) {
    Position before = last.read();
    Position position = before == null ? Position.first() : before.next();
    last.write(position);
    out.output(KV.of(element.getKey(), new NumberedRecord(position, element.getValue())));
  }
}
