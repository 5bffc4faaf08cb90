package io.summerbeam.transforms.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

/** {@link BundleGroups}: what a bundle holds is bounded. */
public class BundleGroupsTest {

  private static final Schema EVENT = Schema.builder().addInt32Field("id").build();
  private static final IntervalWindow WINDOW =
      new IntervalWindow(new Instant(0), new Instant(1000));

  private final BundleGroups groups =
      new BundleGroups(
          EVENT,
          new int[] {0},
          List.of(new CountMeasure("n").bind(EVENT, CoderRegistry.createDefault())));

  @Test
  public void manyRecordsOfOneGroup_areFullToo() {
    add(BundleGroups.MOST_RECORDS - 1);
    assertThat(groups.isFull(), equalTo(false));
    add(1);
    assertThat(groups.isFull(), equalTo(true));
  }

  @Test
  public void drained_startsAnew() {
    add(BundleGroups.MOST_RECORDS);
    List<Object> counts = new ArrayList<>();
    groups.drain((key, portion) -> counts.add(portion.seen().result(0)));
    assertThat(counts, contains((Object) (long) BundleGroups.MOST_RECORDS));
    assertThat(groups.isFull(), equalTo(false));
  }

  private void add(int records) {
    Row row = Row.withSchema(EVENT).addValue(1).build();
    for (int i = 0; i < records; i++) {
      groups.add(row, i, WINDOW);
    }
  }
}
