package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ShardFnTest {

  private static final BoundedWindow DAY = day("2001-01-01");

  private static BoundedWindow day(String day) {
    return new IntervalWindow(Instant.parse(day + "T00:00:00Z"), Duration.standardDays(1));
  }

  private static long key(ShardFn fn, String record, BoundedWindow window) {
    Outputs<KV<Long, byte[]>> out = new Outputs<>();
    fn.process(record.getBytes(StandardCharsets.UTF_8), window, out);
    assertThat(new String(out.all.get(0).getValue(), StandardCharsets.UTF_8), equalTo(record));
    return out.all.get(0).getKey();
  }

  @Test
  public void records_spreadOverAllShards() {
    int records = 20_000;
    for (int shards : new int[] {1, 2, 3, 16, 31, 32, 62, 64, 100}) {
      ShardFn fn = new ShardFn(shards, true);
      int[] counts = new int[shards];
      for (int i = 0; i < records; i++) {
        counts[ShardFn.shardOf(key(fn, "{\"id\":" + i + "}", DAY))]++;
      }
      int fair = records / shards;
      for (int count : counts) {
        assertThat(shards + " shards", count, allOf(greaterThan(fair / 2), lessThan(2 * fair + 1)));
      }
    }
  }

  @Test
  public void sameRecord_sameShardInEveryWindow() {
    ShardFn fn = new ShardFn(7, true);
    int shard = ShardFn.shardOf(key(fn, "a", DAY));
    assertThat(ShardFn.shardOf(key(new ShardFn(7, true), "a", DAY)), equalTo(shard));
    assertThat(ShardFn.shardOf(key(fn, "a", day("1950-01-01"))), equalTo(shard));
    assertThat(ShardFn.shardOf(key(fn, "a", GlobalWindow.INSTANCE)), equalTo(shard));
  }

  @Test
  public void windows_keysOfTheirOwnWhereTheyAreFinal() {
    ShardFn last = new ShardFn(1, true);
    assertThat(key(last, "a", DAY), not(equalTo(key(last, "a", day("2001-01-02")))));
    ShardFn growing = new ShardFn(1, false);
    assertThat(key(growing, "a", DAY), equalTo(key(growing, "a", day("2001-01-02"))));
  }
}
