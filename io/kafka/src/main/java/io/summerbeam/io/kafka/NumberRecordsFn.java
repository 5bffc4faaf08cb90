package io.summerbeam.io.kafka;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the records of each shard. The run is made with the first record and is in the state, so
 * that a job which goes on from a checkpoint knows again what it has written, though it was written
 * after that checkpoint.
 *
 * <p>No number is given that Kafka has already. It has none if the job goes on from its latest
 * checkpoint and the runner has kept input stable. Else records that are written come once more,
 * and nobody knows which of the numbers they had: with new ones they are written twice, with the
 * same ones others would be lost.
 */
final class NumberRecordsFn
    extends DoFn<KV<Integer, ProducerRecord<byte[], byte[]>>, KV<Integer, NumberedRecord>> {

  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(NumberRecordsFn.class);

  private static final String LAST = "last";

  @StateId(LAST)
  private final StateSpec<ValueState<Position>> lastSpec = StateSpecs.value(PositionCoder.of());

  private final KafkaConnection connection;
  private final String sinkGroupId;
  private transient @Nullable Set<Integer> compared;

  NumberRecordsFn(KafkaConnection connection, String sinkGroupId) {
    this.connection = connection;
    this.sinkGroupId = sinkGroupId;
  }

  // State goes back only where instances are made anew.
  @Setup
  public void setup() {
    compared = new HashSet<>();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, ProducerRecord<byte[], byte[]>> element,
      @AlwaysFetched @StateId(LAST) ValueState<Position> last,
      OutputReceiver<KV<Integer, NumberedRecord>> out)
      throws IOException {
    Position before = last.read();
    Position position =
        before == null ? Position.first() : notWritten(element.getKey(), before).next();
    last.write(position);
    out.output(KV.of(element.getKey(), new NumberedRecord(position, element.getValue())));
  }

  /** The later one of this position and that of Kafka. */
  private Position notWritten(int shard, Position before) throws IOException {
    Set<Integer> done = compared;
    if (done == null) {
      throw new IllegalStateException("Not set up.");
    }
    if (!done.contains(shard)) {
      String id = OnceWriter.id(sinkGroupId, shard);
      Position committed = CommittedPosition.read(connection, id);
      done.add(shard);
      if (committed != null && committed.isBehind(before)) {
        LOG.warn(
            "'{}' has gone back behind what it has written: up to {} records are written twice.",
            id,
            committed.seq() - before.seq());
        return committed;
      }
    }
    return before;
  }
}
