package io.summerbeam.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@link ShardOf}. */
@RunWith(JUnit4.class)
public final class ShardOfTest {

  private static final byte[] VALUE = new byte[0];

  private final ShardOf shardOf = new ShardOf(3);

  @Test
  public void key_decides_asItDoesForThePartition() {
    for (int i = 0; i < 20; i++) {
      byte[] key = ("k" + i).getBytes(UTF_8);
      assertThat(
          shardOf.record(new ProducerRecord<>("t", key, VALUE)),
          equalTo(BuiltInPartitioner.partitionForKey(key, 3)));
    }
  }

  @Test
  public void partition_decidesBeforeTheKey() {
    assertThat(
        shardOf.record(new ProducerRecord<>("t", 4, "k".getBytes(UTF_8), VALUE)), equalTo(1));
    assertThat(shardOf.record(new ProducerRecord<>("t", 2, null, VALUE)), equalTo(2));
  }

  @Test
  public void neither_eachInTurn() {
    int[] shards =
        IntStream.range(0, 6)
            .map(i -> shardOf.record(new ProducerRecord<>("t", null, VALUE)))
            .toArray();
    assertThat(IntStream.of(shards).sorted().toArray(), equalTo(new int[] {0, 0, 1, 1, 2, 2}));
    assertThat(shards[3], equalTo(shards[0]));
  }
}
