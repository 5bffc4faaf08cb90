package io.summerbeam.io.kafka;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * Which shard a record goes to. Those of one partition or one key go to one, which keeps their
 * order; by the same hash that chooses the partition, so that with as many shards as partitions
 * each transaction is of one partition. The rest goes to each in turn.
 */
final class ShardOf {

  private final int shards;
  private int turn;

  ShardOf(int shards) {
    this.shards = shards;
    this.turn = ThreadLocalRandom.current().nextInt(shards);
  }

  int record(ProducerRecord<byte[], byte[]> record) {
    if (record.partition() != null) {
      return record.partition() % shards;
    }
    if (record.key() != null) {
      return Utils.toPositive(Utils.murmur2(record.key())) % shards;
    }
    turn = (turn + 1) % shards;
    return turn;
  }
}
